from django.conf import settings

from common.policy import CURATORS_READ_AND_WRITE, EVERYONE_READS, routes

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
routes("admin", {"*": CURATORS_READ_AND_WRITE})
if settings.DEBUG:
    routes("", {"styleguide": EVERYONE_READS})
