from common.policy import CURATORS_READ, routes

routes("admin", {"history_reading_*": CURATORS_READ, "history_erasure_*": CURATORS_READ})
