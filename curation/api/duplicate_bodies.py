"""What may be sent about records that may be one."""

from django.utils.translation import gettext_lazy as _
from django_countries import countries
from rest_framework import serializers

from common.bodies import Body, Words

from ..duplicates import compared, is_private, naming_of
from ..models import Duplicate
from ..naming.descriptions import BODIES, PEOPLE

ANSWERS = [Duplicate.State.NOT_SAME, Duplicate.State.OPEN]
SIDES = ["kept", "other"]


def named_kinds() -> list[str]:
    """The kinds of records that a typed name alone may be compared with."""
    return [
        label
        for label, model in compared().items()
        if not is_private(model) and naming_of(model).how in (BODIES, PEOPLE)
    ]


class Kind(Words):
    """A kind of records, by its label: `organisations.organisation`."""

    default_error_messages = {"unknown": _("Choose one of: %s.")}

    def to_internal_value(self, data):
        label = super().to_internal_value(data)
        if label not in (known := named_kinds()):
            words = self.error_messages["unknown"] % ", ".join(known)
            raise serializers.ValidationError(words, code="unknown")
        return label


class SettleBody(Body):
    answer = serializers.ChoiceField(
        choices=ANSWERS, default=Duplicate.State.NOT_SAME, help_text=_("`open` asks again.")
    )


class MergeBody(Body):
    keep = Words(max_length=40, help_text=_("Id of the record that stays."))
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=SIDES),
        default=dict,
        help_text=_("Of a field, by its key in the preview, whose value is taken."),
    )


class CheckBody(Body):
    kind = Kind(default="organisations.organisation")
    name = Words(max_length=300)
    country = serializers.ChoiceField(
        choices=[code for code, _name in countries], allow_blank=True, default=""
    )
    website = Words(max_length=500, allow_blank=True, default="")
