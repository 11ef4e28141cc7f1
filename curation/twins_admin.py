"""In the admin: who makes a record that may be here already is told so at once."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .duplicates import look_at


class TellsOfTwins:
    """A mixin for the admin of a model whose rows are compared."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if change:
            return
        if found := look_at(form.instance):
            names = ", ".join(str(one.record) for one in found)
            told = _("It may be here already: %(names)s.") % {"names": names}
            address = reverse("curation:duplicates")
            link = _("Look at the possible duplicates.")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', told, address, link))
