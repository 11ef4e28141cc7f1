"""What of the API a curator's key may work on: two who may be one, addresses that are dead, quality.

Everywhere else such a key is no curator (`common.roles`): it neither reads what parks keep for themselves
nor writes what curators alone write.
"""

FOR_CURATORS = ("/api/v1/duplicates/", "/api/v1/links/", "/api/v1/quality/")


def is_for_curators(path: str) -> bool:
    return path.startswith(FOR_CURATORS)
