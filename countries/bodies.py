"""What may be sent about the guide of a country over the API."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Day, Known, Words, YesNo

from .models import Country
from .words import RiskKind, RiskLevel, Topic

LONGEST_TEXT = 20_000
IN_LANGUAGE = _("In the language of `lang` or Accept-Language.")


class TextChange(Body):
    """What may be changed of every text of a guide."""

    text = Words(max_length=LONGEST_TEXT, help_text=IN_LANGUAGE)
    author = Words(
        max_length=200, help_text=_("The office or person that answers for it; shown to everybody.")
    )
    review_by = Day(help_text=_("When somebody looks at it again."))
    curator_note = Words(max_length=LONGEST_TEXT, allow_blank=True, default="", help_text=IN_LANGUAGE)
    is_published = YesNo(default=True)


class SectionChange(TextChange):
    """What may be changed of a section."""

    reviewed_on = Day()


class RiskChange(TextChange):
    """What may be changed of an assessment."""

    level = serializers.ChoiceField(choices=RiskLevel.choices)
    assessed_on = Day()


def _country() -> Known:
    return Known(lambda user: Country.objects.visible_to(user), help_text=_("ISO 3166-1, two letters."))


class SectionBody(SectionChange):
    """A new section; a country has one on each topic."""

    country = _country()
    topic = serializers.ChoiceField(choices=Topic.choices)


class RiskBody(RiskChange):
    """A new assessment; a country has one of each kind of risk."""

    country = _country()
    kind = serializers.ChoiceField(choices=RiskKind.choices)
