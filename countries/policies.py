from common.policy import EVERYONE_READS, routes

routes(
    "countries",
    dict.fromkeys(["list", "compare", "figures", "group", "detail"], EVERYONE_READS),
)
