"""What makes organisations and people complete."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.links.health import not_dead
from curation.quality.descriptions import Check, Checks

from .models import Identifier, Position

OF_IT = Exists(Identifier.objects.filter(organisation=OuterRef("pk")))

ORGANISATIONS = Checks(
    fresh_for=datetime.timedelta(days=730),
    parts=[
        Check(
            code="names",
            to_do=_("Add the name in the other language."),
            why=_("Readers of both languages find it by its name."),
            weight=3,
            has=Q(name_en__gt="", name_zh_hans__gt=""),
            place="id_name_zh_hans",
        ),
        Check(
            code="country",
            to_do=_("Add the country."),
            why=_("Lists and maps are asked by country."),
            weight=3,
            has=Q(country__gt=""),
            place="id_country",
        ),
        Check(
            code="summary",
            to_do=_("Say in a sentence or two what it is."),
            why=_("It is the first thing that is read."),
            weight=2,
            has=Q(summary_en__gt="") | Q(summary_zh_hans__gt=""),
            place="id_summary_en",
        ),
        Check(
            code="website",
            to_do=_("Add the website; one where nothing answers any more does not count."),
            why=_("It shows that the body is real, and tells more."),
            weight=2,
            has=Q(website__gt="") & not_dead("website"),
            place="id_website",
        ),
        Check(
            code="identifier",
            to_do=_("Add an identifier, such as ROR, LEI or USCC."),
            why=_("It tells bodies with like names apart."),
            weight=2,
            has=Q(OF_IT),
            place="identifiers-group",
        ),
        Check(
            code="city",
            to_do=_("Add the city."),
            why=_("It tells bodies with like names apart."),
            weight=1,
            has=Q(city_en__gt="") | Q(city_zh_hans__gt=""),
            place="id_city_en",
        ),
        Check(
            code="place",
            to_do=_("Add latitude and longitude."),
            why=_("Without them it is on no map."),
            weight=1,
            has=Q(latitude__isnull=False, longitude__isnull=False),
            place="id_latitude",
        ),
    ],
)

PERSONS = Checks(
    fresh_for=datetime.timedelta(days=365),
    parts=[
        Check(
            code="names",
            to_do=_("Add the name in the other language."),
            why=_("Readers of both languages find it by its name."),
            weight=2,
            has=Q(name_en__gt="", name_zh_hans__gt=""),
            place="id_name_zh_hans",
        ),
        Check(
            code="position",
            to_do=_("Add a position: where this person works, and as what."),
            why=_("Without one nobody knows who it is."),
            weight=3,
            has=Q(Exists(Position.objects.filter(person=OuterRef("pk")))),
            place="positions-group",
        ),
        Check(
            code="summary",
            to_do=_("Say in a sentence or two who this is."),
            why=_("It is the first thing that is read."),
            weight=1,
            has=Q(summary_en__gt="") | Q(summary_zh_hans__gt=""),
            place="id_summary_en",
        ),
    ],
)
