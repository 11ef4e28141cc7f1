from common.policy import EVERYONE_READS, routes

routes("projects", {"list": EVERYONE_READS, "detail": EVERYONE_READS})
