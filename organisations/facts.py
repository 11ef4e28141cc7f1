"""What is known of an organisation at a glance, as `components/fact_list.html` shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags.components import fallback_lang

from .models import Organisation


def organisation_facts(organisation: Organisation, user) -> list[dict]:
    """Label, value and, where there is one, the link; facts that are not known have no value."""
    whole = Organisation.objects.visible_to(user).filter(pk=organisation.parent_id).first()
    country = organisation.country
    return [
        {"label": _("Kind"), "value": organisation.get_kind_display()},
        *([linked(_("Part of"), whole)] if whole else []),
        {
            "label": _("Country"),
            "value": str(country.name),
            "url": reverse("countries:detail", args=[country.code]) if country else "",
        },
        {
            "label": _("City or region"),
            "value": organisation.city,
            "lang": fallback_lang(organisation, "city"),
        },
        {"label": _("Founded"), "value": organisation.founded_on and organisation.founded_on.display()},
        {"label": _("Dissolved"), "value": organisation.dissolved_on and organisation.dissolved_on.display()},
        {"label": _("Website"), "value": organisation.website, "url": organisation.website},
    ]


def linked(label: str, organisation: Organisation) -> dict:
    """A fact that names another organisation."""
    return {
        "label": label,
        "value": organisation.name,
        "url": organisation.get_absolute_url(),
        "lang": fallback_lang(organisation, "name"),
    }
