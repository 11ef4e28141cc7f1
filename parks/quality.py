"""What makes the profiles of parks and enterprises complete."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.quality.descriptions import Check, Checks

from .models import Tenancy

DESCRIPTION = Check(
    code="description",
    to_do=_("Describe it in one of the languages."),
    why=_("Partners abroad decide by it whether to write."),
    weight=3,
    has=Q(description_en__gt="") | Q(description_zh_hans__gt=""),
    place="id_description_en",
)

PARKS = Checks(
    fresh_for=datetime.timedelta(days=365),
    parts=[
        DESCRIPTION,
        Check(
            code="approach",
            to_do=_("Say by which approach the park goes international."),
            why=_("Parks are compared by it."),
            weight=2,
            has=Q(approach__gt=""),
            place="id_approach",
        ),
        Check(
            code="opened",
            to_do=_("Add when it was opened; the year is enough."),
            why=_("The story of the network is told by it."),
            weight=1,
            has=Q(opened_on__isnull=False),
            place="id_opened_on",
        ),
    ],
)

ENTERPRISES = Checks(
    fresh_for=datetime.timedelta(days=365),
    parts=[
        DESCRIPTION,
        Check(
            code="tenancy",
            to_do=_("Say in which park it has settled."),
            why=_("It is found through its park."),
            weight=2,
            has=Q(Exists(Tenancy.objects.filter(enterprise=OuterRef("pk")))),
            place="tenancies-group",
        ),
    ],
)
