from common.policy import EVERYONE_READS, routes

routes(
    "sources",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "discrepancies": EVERYONE_READS,
        "discrepancy": EVERYONE_READS,
        "vocabularies": EVERYONE_READS,
        "vocabulary": EVERYONE_READS,
        "term": EVERYONE_READS,
    },
)
