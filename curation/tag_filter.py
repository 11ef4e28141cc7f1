"""A filter by tags, for lists of what people tag."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import RecordFilter

from .models import Tag, Tagging


class TaggedFilter(RecordFilter):
    """Base of the filters of such lists; who is signed out has no tags."""

    tag = django_filters.ModelChoiceFilter(
        queryset=lambda request: Tag.objects.visible_to(request.user),  # type: ignore[arg-type]
        method="tagged",
        label=_("Tag"),
        empty_label=_("All tags"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            self.filters["tag"].extra["widget"] = forms.HiddenInput

    def tagged(self, rows, name, tag):
        return rows.filter(pk__in=Tagging.objects.filter(tag=tag).values("record"))
