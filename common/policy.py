"""Every route has a policy: who may call it with which method.

Each app declares its own in ``policies.py``::

    routes("parks", {"list": EVERYONE_READS, "detail": EVERYONE_READS})

`common.middleware.PolicyMiddleware` refuses what no policy allows, `common.checks` stops the start
when a route has none, and the matrix test calls each route as each role. Which *rows* somebody sees
is answered by `visible_to` of the model; here it is only the door.
"""

from collections.abc import Mapping
from enum import Enum
from functools import cache

from .roles import is_curator


class Audience(Enum):
    """Whom a door is open for."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    INSIDERS = "those whose business the row is"  # the view knows the row; the door lets in who signed in
    INSIDERS_AND_CURATORS = "those whose business the row is, and curators"
    CURATORS = "curators"

    def admits(self, user) -> bool:
        if self is Audience.EVERYONE:
            return True
        return is_curator(user) if self is Audience.CURATORS else bool(user.is_authenticated)


Policy = Mapping[str, Audience]

EVERYONE_READS: Policy = {"GET": Audience.EVERYONE}
EVERYONE_READS_AND_WRITES: Policy = {"GET": Audience.EVERYONE, "POST": Audience.EVERYONE}
EVERYONE_POSTS: Policy = {"POST": Audience.EVERYONE}
SIGNED_IN_READS: Policy = {"GET": Audience.SIGNED_IN}
SIGNED_IN_POSTS: Policy = {"POST": Audience.SIGNED_IN}
SIGNED_IN_READS_AND_WRITES: Policy = {"GET": Audience.SIGNED_IN, "POST": Audience.SIGNED_IN}
INSIDERS_READ: Policy = {"GET": Audience.INSIDERS_AND_CURATORS}
INSIDERS_ALONE_READ: Policy = {"GET": Audience.INSIDERS}
INSIDERS_POST: Policy = {"POST": Audience.INSIDERS}
INSIDERS_READ_AND_WRITE: Policy = {"GET": Audience.INSIDERS, "POST": Audience.INSIDERS}
MANAGERS_READ_AND_WRITE: Policy = {
    "GET": Audience.INSIDERS_AND_CURATORS,
    "POST": Audience.INSIDERS_AND_CURATORS,
}
MANAGERS_POST: Policy = {"POST": Audience.INSIDERS_AND_CURATORS}
CURATORS_READ: Policy = {"GET": Audience.CURATORS}
CURATORS_POST: Policy = {"POST": Audience.CURATORS}
CURATORS_READ_AND_WRITE: Policy = {"GET": Audience.CURATORS, "POST": Audience.CURATORS}

_ROUTES: dict[str, Policy] = {}


def routes(namespace: str, policies: Mapping[str, Policy]) -> None:
    """Declare the policies of an app's routes; a name that ends in ``*`` stands for all that begin so."""
    prefix = f"{namespace}:" if namespace else ""
    for name, policy in policies.items():
        if _ROUTES.setdefault(prefix + name, policy) is not policy:
            raise ValueError(f"Route {prefix}{name} has two policies")


@cache
def policy_of(view_name: str) -> Policy | None:
    """The policy of a route by its full name, the most exact one first; None when it has none."""
    if view_name in _ROUTES:
        return _ROUTES[view_name]
    wild = [name for name in _ROUTES if name.endswith("*") and view_name.startswith(name[:-1])]
    return _ROUTES[max(wild, key=len)] if wild else None


def declared() -> list[str]:
    """The route names that policies were declared for, wildcards as written."""
    return list(_ROUTES)


def allowed_methods(policy: Policy, user) -> list[str]:
    """The methods that this user may call a route with; none means that the door is shut for them."""
    methods = [method for method, audience in policy.items() if audience.admits(user)]
    if not methods:
        return []
    return [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]
