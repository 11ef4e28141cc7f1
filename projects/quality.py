"""What makes a project complete."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.quality.descriptions import Check, Checks

from .models import ProjectParticipant

PROJECTS = Checks(
    fresh_for=datetime.timedelta(days=180),
    parts=[
        Check(
            code="titles",
            to_do=_("Add the title in the other language."),
            why=_("Readers of both languages find it by its title."),
            weight=2,
            has=Q(title_en__gt="", title_zh_hans__gt=""),
            place="id_title_zh_hans",
        ),
        Check(
            code="participants",
            to_do=_("Add who takes part."),
            why=_("It is found through them."),
            weight=3,
            has=Q(Exists(ProjectParticipant.objects.filter(project=OuterRef("pk")))),
            place="participants-group",
        ),
        Check(
            code="country",
            to_do=_("Add the country."),
            why=_("Lists and maps are asked by country."),
            weight=2,
            has=Q(country__gt=""),
            place="id_country",
        ),
        Check(
            code="start",
            to_do=_("Add when it starts or started; the year is enough."),
            why=_("Nobody can follow a project without dates."),
            weight=1,
            has=Q(starts_on__isnull=False),
            place="id_starts_on",
        ),
    ],
)
