"""What the shell of every page shows."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def shell(request):
    """`nav`, `account_nav`, `footer_nav` [{label, url}], `languages` [{code, label, url, active}]."""
    main = [
        (_("Parks"), reverse("parks:list")),
        (_("Partners"), reverse("partners:list")),
        (_("Projects"), reverse("projects:list")),
        (_("Agreements"), reverse("partners:agreements")),
        (_("Enterprises"), reverse("parks:enterprises")),
        (_("Countries"), reverse("countries:list")),
        (_("Figures"), reverse("figures:explorer")),
    ]
    foot = [
        (_("About"), reverse("about")),
        (_("Story"), reverse("parks:story")),
        (_("Sources"), reverse("sources:list")),
        (_("Discrepancies"), reverse("sources:discrepancies")),
        (_("Arithmetic audit"), reverse("figures:audit")),
        (_("API documentation"), reverse("api:docs")),
    ]
    return {
        "nav": [{"label": label, "url": url, "active": request.path.startswith(url)} for label, url in main],
        "account_nav": [
            {"label": _("My desk"), "url": reverse("partners:desk")},
            {"label": _("My account"), "url": reverse("accounts:me")},
        ],
        "footer_nav": [{"label": label, "url": url} for label, url in foot],
        "languages": [
            {"code": code, "label": label, "url": translate_url(_address(request), code)}
            | {"active": code == get_language()}
            for code, label in settings.LANGUAGES
        ],
    }


def _address(request):
    """This page without its cursor: another language sorts otherwise, so a list begins anew."""
    query = request.GET.copy()
    query.pop("cursor", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
