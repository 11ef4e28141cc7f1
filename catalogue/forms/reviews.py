"""What is asked when a listing is talked about, sent back and published."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.zones import is_time_zone

from ..facts import label_of
from ..kinds import KINDS
from ..models import Listing
from .fields import ClockField, clock, moment
from .listings import LEAD, REACH


def fields_to_talk_about(listing: Listing) -> list[tuple[str, str]]:
    names = (*LEAD, "category", *KINDS[listing.kind].fields, *REACH)
    return [(name, label_of(name)) for name in names]


class RemarkForm(forms.Form):
    field = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, listing: Listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("the whole listing")), *fields_to_talk_about(listing)]  # type: ignore[attr-defined]


class SendBackForm(RemarkForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What has to be done")


class PublishForm(forms.Form):
    """From when until when, by the clock of a zone; at once and for good where nothing is said."""

    at = ClockField(label=_("Publish from"), required=False, help_text=_("Empty: at once."))
    until = ClockField(label=_("Until"), required=False, help_text=_("Empty: for good."))
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=50,
        validators=[is_time_zone],
        help_text=_("By whose clock these times are meant, such as Asia/Shanghai."),
    )

    @classmethod
    def initial_of(cls, listing: Listing) -> dict:
        zone = listing.time_zone or "UTC"
        return {
            "at": clock(listing.publish_at, zone),
            "until": clock(listing.expires_at, zone),
            "time_zone": zone,
        }

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("time_zone", "")
        return cleaned | {name: moment(cleaned.get(name), zone) for name in ("at", "until")}
