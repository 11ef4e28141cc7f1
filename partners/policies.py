from common.policy import (
    EVERYONE_READS,
    SIGNED_IN_POSTS,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    routes,
)

routes(
    "partners",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "agreements": EVERYONE_READS,
        "agreement": EVERYONE_READS,
        "desk": SIGNED_IN_READS,
        "follow_ups": SIGNED_IN_READS,
        "interactions": SIGNED_IN_READS,
        "log": SIGNED_IN_READS_AND_WRITES,
        "bodies": SIGNED_IN_READS,
        "interaction": SIGNED_IN_READS,
        "interaction_change": SIGNED_IN_READS_AND_WRITES,
        "interaction_delete": SIGNED_IN_READS_AND_WRITES,
        "follow_up": SIGNED_IN_POSTS,
    },
)
