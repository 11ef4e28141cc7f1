from django.conf import settings

from common.policy import (
    CURATORS_POST,
    CURATORS_READ,
    CURATORS_READ_AND_WRITE,
    EVERYONE_READS,
    INSIDERS_READ,
    SIGNED_IN_READS,
    routes,
)

routes(
    "",
    {
        "healthz": EVERYONE_READS,
        "readyz": EVERYONE_READS,
        "home": EVERYONE_READS,
        "about": EVERYONE_READS,
    },
)
routes("api", {"*": EVERYONE_READS})
routes(
    "api",
    {
        f"{name}-{address}": policy
        for name in ("contacts", "interactions", "follow-ups", "shares", "obligations")
        for address, policy in (("list", SIGNED_IN_READS), ("detail", INSIDERS_READ))
    },
)
routes(
    "admin",
    {
        "*": CURATORS_READ_AND_WRITE,
        "logout": CURATORS_POST,
        "autocomplete": CURATORS_READ,
        "jsi18n": CURATORS_READ,
        "password_change_done": CURATORS_READ,
    },
)
if settings.DEBUG:
    routes("", {"styleguide": EVERYONE_READS})
