"""What parks tell of a country: how many there are, and on its page which."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.sections import Section, contributes
from countries.models import Country
from countries.presence import counted
from sources.places import places

from .models import Enterprise, Park


@counted(position=10)
def parks(user):
    here = Park.objects.visible_to(user).order_by().values_list("organisation__country")
    return here.annotate(Count("pk")), lambda n: ngettext("%d park", "%d parks", n) % n


@counted(position=20)
def enterprises(user):
    here = Enterprise.objects.visible_to(user).order_by().values_list("organisation__country")
    return here.annotate(Count("pk")), lambda n: ngettext("%d enterprise", "%d enterprises", n) % n


@contributes("country", position=10)
def parks_in_country(country: Country, user) -> Section | None:
    rows = _there(Park, country, user)
    return Section("parks", _("Parks"), "countries/_profiles.html", rows, rows) if rows else None


@contributes("country", position=40)
def enterprises_in_country(country: Country, user) -> Section | None:
    rows = _there(Enterprise, country, user)
    return Section("enterprises", _("Enterprises"), "countries/_profiles.html", rows, rows) if rows else None


def _there(model, country: Country, user) -> list:
    visible = model.objects.visible_to(user).filter(organisation__country=country.code)
    return list(visible.select_related("organisation").prefetch_related(places()))
