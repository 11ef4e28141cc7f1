"""What may be sent about agreements."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Day, Known, KnownOnes, PartialDay, Words, YesNo
from sources.models import Term

from .. import bodies
from ..models import Agreement, AgreementParty
from .bodies import OfPark

MOST_PARTIES, MOST_FIELDS = 20, 30
Role = AgreementParty.Role
IN_LANGUAGE = _("In the language of `lang` or Accept-Language.")


class PartyBody(Body):
    organisation = Known(bodies.known_to, slug="slug")
    role = serializers.ChoiceField(choices=Role.choices, required=False)


class TextBody(Body):
    """What the text of an agreement says."""

    title = Words(max_length=300, help_text=IN_LANGUAGE)
    kind = serializers.ChoiceField(choices=Agreement.Kind.choices)
    starts_on = PartialDay(allow_null=True, default=None)
    ends_on = PartialDay(allow_null=True, default=None)
    summary = Words(max_length=20_000, allow_blank=True, default="", help_text=IN_LANGUAGE)
    fields_of_cooperation = KnownOnes(
        lambda user: Term.objects.visible_to(user), slug="slug", max_length=MOST_FIELDS, default=list
    )


class AgreementChange(TextBody):
    """What may be changed of an agreement: its text before it is final, who sees it at any time."""

    parties = PartyBody(many=True, max_length=MOST_PARTIES, default=list)  # type: ignore[call-arg]
    is_published = YesNo(required=False)


class AgreementBody(OfPark, TextBody):
    """A new draft."""

    parties = PartyBody(many=True, max_length=MOST_PARTIES, default=list)  # type: ignore[call-arg]


class MoveBody(Body):
    """A step in the life of an agreement."""

    move = serializers.ChoiceField(choices=["negotiating", "draft", "final", "reopen", "terminate"])
    reason = Words(max_length=500, allow_blank=True, default="")
    ending = serializers.ChoiceField(choices=Agreement.Ending.choices, required=False)
    terminated_on = Day(required=False)

    def validate(self, attrs):
        if attrs["move"] == "terminate":
            missing = [name for name in ("ending", "terminated_on") if name not in attrs]
            if missing:
                raise serializers.ValidationError(
                    {name: [_("Needed to terminate an agreement.")] for name in missing}
                )
        return attrs


class SignatureBody(Body):
    """A party signed."""

    party = Words(max_length=100, help_text=_("The organisation, by id or slug."))
    signed_on = Day()


class ChangesBody(TextBody):
    """What a signed text says from now on; what is left out stays."""

    parties = KnownOnes(bodies.known_to, slug="slug", min_length=2, max_length=MOST_PARTIES)

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


class AmendmentBody(Body):
    """A numbered amendment of a signed agreement."""

    changes = ChangesBody()
    reason = Words(max_length=500)
    effective_on = Day()


class RenewalBody(Body):
    """Nothing needs to be said: the new draft has the text and the parties of the one that it renews."""
