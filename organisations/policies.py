from common.policy import EVERYONE_READS, routes

routes("organisations", {"list": EVERYONE_READS, "detail": EVERYONE_READS, "person": EVERYONE_READS})
