from common.policy import EVERYONE_READS, routes

routes(
    "parks",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "enterprises": EVERYONE_READS,
        "enterprise": EVERYONE_READS,
        "milestones": EVERYONE_READS,
        "milestone": EVERYONE_READS,
        "story": EVERYONE_READS,
    },
)
routes(
    "figures",
    {
        "explorer": EVERYONE_READS,
        "csv": EVERYONE_READS,
        "audit": EVERYONE_READS,
        "indicator": EVERYONE_READS,
        "observation": EVERYONE_READS,
    },
)
