from common.policy import EVERYONE_READS, routes

routes(
    "partners",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "agreements": EVERYONE_READS,
        "agreement": EVERYONE_READS,
    },
)
