from common.policy import (
    CURATORS_READ,
    CURATORS_READ_AND_WRITE,
    EVERYONE_POSTS,
    EVERYONE_READS,
    EVERYONE_READS_AND_WRITES,
    INSIDERS_READ,
    MANAGERS_POST,
    MANAGERS_READ_AND_WRITE,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    routes,
)
from history.reading import watch

from .models import BusinessProfile

routes("catalogue", dict.fromkeys(["list", "detail", "shortlist", "compare"], EVERYONE_READS))
routes("catalogue", dict.fromkeys(["feed", "events", "event"], EVERYONE_READS))
routes("catalogue", {"star": EVERYONE_POSTS})
routes(
    "catalogue",
    {
        "mine": SIGNED_IN_READS,
        "new": SIGNED_IN_READS_AND_WRITES,
        "keep": INSIDERS_READ,
        "change": MANAGERS_READ_AND_WRITE,
        "preview": INSIDERS_READ,
        "move": MANAGERS_POST,
        "revisions": INSIDERS_READ,
        "publish": CURATORS_READ_AND_WRITE,
        "send_back": CURATORS_READ_AND_WRITE,
        "review": CURATORS_READ,
        "stale": CURATORS_READ,
        "remarks": MANAGERS_POST,
        "remark_settle": MANAGERS_POST,
    },
)
routes(
    "catalogue",
    {
        "eligibility": EVERYONE_READS_AND_WRITES,  # what is sent there is kept nowhere
        "profile": SIGNED_IN_READS_AND_WRITES,
        "eligible": SIGNED_IN_READS,
        "lapsing": SIGNED_IN_READS,
        "lapsing_calendar": SIGNED_IN_READS,
    },
)
watch(BusinessProfile, "api:business-profiles-list", "api:business-profiles-detail")
