from common.policy import EVERYONE_READS, routes

routes("catalogue", {"list": EVERYONE_READS, "detail": EVERYONE_READS})
