from common.policy import EVERYONE_READS, routes
from history.reading import watch
from partners.models import Interaction

watch(Interaction, "projects:timeline", "projects:feed", "api:projects-timeline")

routes(
    "projects",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "timeline": EVERYONE_READS,
        "latest": EVERYONE_READS,
        "feed": EVERYONE_READS,
    },
)
