from common.policy import EVERYONE_READS, routes

routes("countries", {"list": EVERYONE_READS, "detail": EVERYONE_READS, "group": EVERYONE_READS})
