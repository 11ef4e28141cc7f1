from common.policy import (
    EVERYONE_READS,
    EVERYONE_READS_AND_WRITES,
    INSIDERS_READ,
    MANAGERS_POST,
    SIGNED_IN_READS,
    routes,
)
from history.reading import watch

from .models import Case

routes(
    "cases",
    {
        # Who is not signed in is sent to sign in with what they typed; nothing is kept but for them.
        "ask": EVERYONE_READS_AND_WRITES,
        "describe": EVERYONE_READS_AND_WRITES,
        "questions": EVERYONE_READS,
        "mine": SIGNED_IN_READS,
        "queue": SIGNED_IN_READS,
        "case": INSIDERS_READ,
        "case_say": MANAGERS_POST,
        "case_end": MANAGERS_POST,
    },
)
watch(Case, "cases:queue", "cases:case", "api:cases-list", "api:cases-detail")
