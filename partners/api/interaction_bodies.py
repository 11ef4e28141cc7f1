"""What may be sent about interactions and follow-ups."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Clock, Day, Known, KnownOnes, Named, Words, YesNo
from common.zones import is_time_zone

from .. import bodies, people
from ..models import Agreement, Attendee, Interaction
from ..operations import follow_ups
from ..operations import interactions as operations
from ..validators import has_come
from .bodies import OfPark

MOST_PARTNERS, MOST_PEOPLE, MOST_STEPS = 20, 100, 20


class Colleague(Named):
    """A colleague by e-mail address; `me` for oneself."""

    default_error_messages = {"unknown": _("No colleague of yours has this address.")}

    def find(self, text, user):
        return user if text == "me" else follow_ups.colleagues_of(user).filter(email__iexact=text).first()


class AttendeeBody(Body):
    side = serializers.ChoiceField(choices=Attendee.Side.choices)
    name = Words(max_length=200, required=False, default="")
    contact = Known(
        people.within_reach,
        allow_null=True,
        default=None,
        help_text=_("A contact of the other side, by id; no name is needed then."),
    )

    def validate(self, attrs):
        attrs = {"contact": None, "name": "", **attrs}  # a PATCH leaves defaults of its parts out
        if attrs["contact"] and attrs["side"] == Attendee.Side.OURS:
            raise serializers.ValidationError({"contact": [_("Contacts are of the other side.")]})
        if not (attrs["contact"] or attrs["name"]):
            required = self.fields["name"].error_messages["required"]
            raise serializers.ValidationError({"name": [required]})
        return attrs


class NextStepBody(Body):
    text = Words(max_length=300)
    due_on = Day()
    assignee = Colleague(allow_null=True, default=None)


class InteractionChange(Body):
    """What may be changed of an interaction."""

    kind = serializers.ChoiceField(choices=Interaction.Kind.choices, default=Interaction.Kind.MEETING)
    happened_on = Day(validators=[has_come])
    started_at = Clock(allow_null=True, default=None)
    time_zone = Words(max_length=50, allow_blank=True, default="", validators=[is_time_zone])
    title = Words(max_length=200)
    place = Words(max_length=200, allow_blank=True, default="")
    notes = Words(max_length=50_000, allow_blank=True, default="", help_text=_("HTML of a few safe kinds."))
    outcome = serializers.ChoiceField(choices=Interaction.Outcome.choices, allow_blank=True, default="")
    agreement = Known(lambda user: Agreement.objects.inside(user), slug="slug", allow_null=True, default=None)
    partners = KnownOnes(
        bodies.known_to,
        slug="slug",
        min_length=1,
        max_length=MOST_PARTNERS,
        help_text=_("Organisations by id or slug."),
    )
    attendees = AttendeeBody(many=True, max_length=MOST_PEOPLE, default=list)  # type: ignore[call-arg]


class InteractionBody(OfPark, InteractionChange):
    """A new interaction, with what follows from it."""

    follow_ups = NextStepBody(many=True, max_length=MOST_STEPS, default=list)  # type: ignore[call-arg]


class FollowUpChange(Body):
    """What may be changed of a follow-up."""

    text = Words(max_length=300)
    due_on = Day()
    assignee = Colleague(allow_null=True, default=None)
    done = YesNo(required=False)


class FollowUpBody(OfPark):
    """A new follow-up, by itself or of an interaction or an agreement."""

    text = Words(max_length=300)
    due_on = Day()
    assignee = Colleague(allow_null=True, default=None)
    interaction = Known(operations.writable_by, allow_null=True, default=None)
    agreement = Known(lambda user: Agreement.objects.inside(user), slug="slug", allow_null=True, default=None)

    def validate(self, attrs):
        if attrs.get("interaction") and "owner" not in attrs:
            attrs["owner"] = attrs["interaction"].owner
        attrs = super().validate(attrs)
        if attrs["interaction"] and attrs["interaction"].owner != attrs["owner"]:
            raise serializers.ValidationError({"interaction": [_("This interaction is another park's.")]})
        return attrs
