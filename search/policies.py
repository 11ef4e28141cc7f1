from common.policy import (
    EVERYONE_READS,
    INSIDERS_POST,
    INSIDERS_READ_AND_WRITE,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    routes,
)

routes("search", {"search": EVERYONE_READS, "suggest": EVERYONE_READS})
routes(
    "search",
    {
        "saved": SIGNED_IN_READS,
        "save": SIGNED_IN_READS_AND_WRITES,
        "saved_open": INSIDERS_POST,
        "saved_change": INSIDERS_READ_AND_WRITE,
        "saved_delete": INSIDERS_POST,
    },
)
