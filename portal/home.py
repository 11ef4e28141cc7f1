"""What the first page shows of the network."""

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Country
from organisations.models import Organisation
from parks.figures import figures_seen_by
from parks.history import milestones_seen_by
from parks.models import Enterprise, Milestone, Observation, Park
from partners.models import Agreement, Partner
from projects.models import Project

#: The figures that open the portal, by slug; those that are missing or hidden are left out.
HEADLINES = (
    "zones-high-tech-product-exports-2014",
    "zones-foreign-research-institutions-2014",
    "zones-enterprises-of-overseas-students",
    "zones-overseas-patents",
    "zhongguancun-global-500-enterprises-2014",
    "zhongguancun-branches-abroad-2014",
    "tuspark-building-area",
    "tusholdings-innovation-bases-2015",
)
LATEST = 5


def counts(user) -> list[dict]:
    """How much of each there is, as tiles; only what this user may see is counted."""
    organisations = Organisation.objects.visible_to(user).exclude(country="")
    tiles = [
        (_("parks"), Park.objects, "parks:list"),
        (_("partners"), Partner.objects, "partners:list"),
        (_("enterprises"), Enterprise.objects, "parks:enterprises"),
        (_("projects"), Project.objects, "projects:list"),
    ]
    rows = [
        {"value": rows.visible_to(user).count(), "label": label, "url": reverse(route)}
        for label, rows, route in tiles
    ]
    partnerships = Agreement.objects.visible_to(user).partnerships().count()
    countries = Country.objects.filter(code__in=organisations.values("country")).count()
    return [
        *rows,
        {"value": partnerships, "label": _("partnerships"), "url": reverse("partners:agreements")},
        {"value": countries, "label": _("countries and regions"), "url": reverse("countries:list")},
    ]


def doors() -> list[dict]:
    """A way in for each kind of user."""
    return [
        {
            "icon": "park",
            "title": _("You work in a park"),
            "text": _("See your park as others see it: whom it works with, on what, and its figures."),
            "url": reverse("parks:list"),
        },
        {
            "icon": "building",
            "title": _("Your enterprise is going abroad"),
            "text": _("Choose a country, and see who is there already: parks, partners and projects."),
            "url": reverse("countries:list"),
        },
        {
            "icon": "handshake",
            "title": _("You look for a park to work with"),
            "text": _("Who cooperates with whom, in which fields, under which agreement."),
            "url": reverse("partners:agreements"),
        },
        {
            "icon": "code",
            "title": _("You write, research or build on the data"),
            "text": _("Every figure with its source, and all of it over an open interface."),
            "url": reverse("figures:explorer"),
        },
    ]


def headlines(user) -> list[Observation]:
    """The figures of `HEADLINES`, in that order."""
    found = {one.slug: one for one in figures_seen_by(user).filter(slug__in=HEADLINES)}
    return [found[slug] for slug in HEADLINES if slug in found]


def latest_milestones(user) -> list[Milestone]:
    """The newest first."""
    return list(milestones_seen_by(user).order_by("-happened_on", "-ordinal", "pk")[:LATEST])
