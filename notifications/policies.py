from common.policy import CURATORS_READ, INSIDERS_POST, SIGNED_IN_POSTS, SIGNED_IN_READS, routes

routes(
    "notifications",
    {
        "inbox": SIGNED_IN_READS,
        "bell": SIGNED_IN_READS,
        "read_all": SIGNED_IN_POSTS,
        "follow": INSIDERS_POST,  # the receiver alone
    },
)
routes(
    "admin",
    {"notifications_outboxevent_change": CURATORS_READ, "notifications_delivery_change": CURATORS_READ},
)
