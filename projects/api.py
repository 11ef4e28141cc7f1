from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from organisations.api import ORGANISATION_BRIEF
from parks.api import PARK_BRIEF
from partners.api import AGREEMENT_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL

from .filters import ProjectFilter
from .models import Deliverable, Project, ProjectParticipant

PARTICIPANT = Shape(
    "ProjectParticipant",
    ProjectParticipant,
    card=[One("organisation", shape=ORGANISATION_BRIEF), Plain("role")],
)
DELIVERABLE = Shape("Deliverable", Deliverable, card=[Text("title"), Plain("status"), Plain("due_on")])
PROJECT = Shape(
    "Project",
    Project,
    card=[
        Plain("id"),
        Plain("slug"),
        Text("title"),
        Plain("path"),
        Plain("phase"),
        Text("summary"),
        Plain("country"),
        One("park", shape=PARK_BRIEF),
        Plain("starts_on"),
        Plain("ends_on"),
        Many("participants", shape=PARTICIPANT, by="project", order=["ordinal"]),
        *RECORD_CARD,
    ],
    detail=[
        Text("aim"),
        Many("agreements", shape=AGREEMENT_BRIEF, order=["sort_en"]),
        Many("deliverables", shape=DELIVERABLE, by="project", order=["ordinal"]),
        *RECORD_DETAIL,
        Translations("translations", "title summary aim curator_note"),
    ],
)


class ProjectViewSet(RecordViewSet):
    """Cooperation projects: path, phase, participants, what they rest on and produce."""

    shape, filterset, keys = PROJECT, ProjectFilter, ("pk", "slug")
