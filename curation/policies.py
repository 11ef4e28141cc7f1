from common.policy import CURATORS_READ, routes

routes("admin", {"curation_batch_change": CURATORS_READ})
