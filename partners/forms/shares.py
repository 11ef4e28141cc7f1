"""The form that something is shared with."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from ..models import Share
from ..operations import shares as operations
from ..operations.interactions import parks_of
from .interactions import DayInput


class ShareForm(forms.ModelForm):
    """With which park, from when until when; by which of the own parks, where there are several."""

    class Meta:
        model = Share
        fields = ["owner", "receiver", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        help_texts = {"ends_on": _("Leave it empty to share until you take it back.")}

    def __init__(self, *args, user, **kwargs):
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.user = user
        parks = list(parks_of(user))
        if not self.instance.owner_id and len(parks) == 1:
            self.instance.owner = parks[0]
        if self.instance.owner_id:
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = parks_of(user)
        others = Organisation.objects.visible_to(user).filter(park__is_published=True)
        self.fields["receiver"].queryset = others.exclude(pk=self.instance.owner_id).order_by("sort_en", "pk")
        self.fields["receiver"].empty_label = _("Choose a park")

    def clean(self):
        cleaned = super().clean()
        ends = cleaned.get("ends_on")
        if ends and ends < timezone.now().date() - datetime.timedelta(days=1):
            self.add_error("ends_on", _("This day is over already."))
        return cleaned

    def give(self) -> Share:
        return operations.give_share(self.instance, by=self.user)
