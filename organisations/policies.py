from common.policy import CURATORS_READ, EVERYONE_READS, routes

routes("organisations", {"list": EVERYONE_READS, "detail": EVERYONE_READS, "person": EVERYONE_READS})
routes(
    "admin",
    {
        "organisations_directoryentry_change": CURATORS_READ,
        "organisations_directoryload_change": CURATORS_READ,
    },
)
