from common.policy import EVERYONE_READS, routes

routes("search", {"search": EVERYONE_READS, "suggest": EVERYONE_READS})
