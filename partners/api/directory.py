"""Partners in the API."""

from common.api import RecordViewSet
from common.shapes import Plain, Shape, Text, Translations
from sources.api import RECORD_CARD, RECORD_DETAIL

from ..filters import PartnerFilter
from ..models import Partner

PARTNER = Shape(
    "Partner",
    Partner,
    card=[
        Plain("id"),
        Plain("slug", "organisation__slug"),
        Text("name", "organisation__name"),
        Plain("kind"),
        Text("summary", "organisation__summary"),
        Plain("country", "organisation__country"),
        Text("city", "organisation__city"),
        Plain("latitude", "organisation__latitude"),
        Plain("longitude", "organisation__longitude"),
        *RECORD_CARD,
    ],
    detail=[
        Plain("organisation", "organisation__id"),
        Text("description"),
        *RECORD_DETAIL,
        Translations("translations", "organisation__name organisation__summary description curator_note"),
    ],
)


class PartnerViewSet(RecordViewSet):
    """Governments, universities, institutes, corporations and others that parks cooperate with."""

    shape, filterset, keys = PARTNER, PartnerFilter, ("pk", "organisation__slug")
