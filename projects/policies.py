from common.policy import EVERYONE_READS, routes

routes(
    "projects",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "timeline": EVERYONE_READS,
        "feed": EVERYONE_READS,
    },
)
