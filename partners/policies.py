from common.policy import (
    EVERYONE_READS,
    INSIDERS_POST,
    INSIDERS_READ,
    INSIDERS_READ_AND_WRITE,
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
        "partner_timeline": EVERYONE_READS,
        "partner_feed": EVERYONE_READS,
        "park_timeline": EVERYONE_READS,
        "park_feed": EVERYONE_READS,
        "agreement_timeline": EVERYONE_READS,
        "agreement_feed": EVERYONE_READS,
        "desk": SIGNED_IN_READS,
        "follow_ups": SIGNED_IN_READS,
        "interactions": SIGNED_IN_READS,
        "log": SIGNED_IN_READS_AND_WRITES,
        "bodies": SIGNED_IN_READS,
        "interaction": INSIDERS_READ,
        "interaction_change": INSIDERS_READ_AND_WRITE,
        "interaction_delete": INSIDERS_READ_AND_WRITE,
        "follow_up": INSIDERS_POST,
    },
)
