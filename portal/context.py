"""What the shell of every page shows."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def shell(request):
    """`nav` [{label, url, active}] and `languages` [{code, label, url, active}] for base.html."""
    path = request.get_full_path()
    entries = [
        (_("Parks"), reverse("parks:list")),
        (_("Partners"), reverse("partners:list")),
        (_("Projects"), reverse("projects:list")),
        (_("Agreements"), reverse("partners:agreements")),
        (_("Enterprises"), reverse("parks:enterprises")),
        (_("Countries"), reverse("countries:list")),
        (_("Figures"), reverse("figures:explorer")),
    ]
    nav = [{"label": label, "url": url, "active": request.path.startswith(url)} for label, url in entries]
    languages = [
        {"code": code, "label": label, "url": translate_url(path, code), "active": code == get_language()}
        for code, label in settings.LANGUAGES
    ]
    return {"nav": nav, "languages": languages}
