"""What parties owe under agreements, in the API."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.once import AnswersOnce
from common.bodies import Body, Day, Known, Words
from common.people import UserName
from common.shapes import Many, One, Plain, Shape
from common.writing import Creates
from organisations.api import ORGANISATION_BRIEF

from .. import bodies
from ..models import Due, Obligation
from ..obligation_filters import ObligationFilter
from ..operations import obligations as operations
from ..operations.keeping import writable_by
from .agreements import AGREEMENT_BRIEF

DUE = Shape(
    "Due",
    Due,
    card=[
        Plain("id"),
        Plain("due_on"),
        Plain("state"),
        Plain("settled_at"),
        UserName("settled_by"),
        Plain("evidence"),
    ],
)
OBLIGATION = Shape(
    "Obligation",
    Obligation,
    card=[
        Plain("id"),
        One("agreement", shape=AGREEMENT_BRIEF),
        One("debtor", shape=ORGANISATION_BRIEF, known=True, note="Who owes it."),
        Plain("text"),
        Plain("first_due_on"),
        Plain("rhythm"),
        Plain("until"),
        Many("dues", shape=DUE, by="obligation", order=["due_on"]),
        Plain("created_at"),
    ],
)


class ObligationBody(Body):
    """A new obligation of a party."""

    agreement = Known(writable_by, slug="slug")
    debtor = Known(bodies.known_to, slug="slug", help_text=_("A party of the agreement, by id or slug."))
    text = Words(max_length=300)
    first_due_on = Day()
    rhythm = serializers.ChoiceField(choices=Obligation.Rhythm.choices, default=Obligation.Rhythm.ONCE)
    until = Day(allow_null=True, default=None)


class SettlingBody(Body):
    """What was due on a day is done."""

    due_on = Day()
    evidence = Words(max_length=500)


class ObligationViewSet(AnswersOnce, Creates):
    """Who owes what by when under an agreement, with each due date; for those whose agreement it is.

    Members of the park that keeps the agreement write.
    """

    shape, filterset, body = OBLIGATION, ObligationFilter, ObligationBody
    bodies = {"settle": SettlingBody}

    def writable(self):
        kept = writable_by(self.request.user)
        return Obligation.objects.filter(agreement__in=kept.values("pk"))

    def make(self, given):
        return operations.add_obligation(Obligation(**given), by=self.request.user)

    @action(detail=True, methods=["post"])
    def settle(self, request, pk):
        """Say that what was due on a day is done, and what shows it."""

        def do(row, given):
            due = row.dues.filter(due_on=given["due_on"]).first()
            if due is None:
                raise serializers.ValidationError({"due_on": [_("Nothing is due on this day.")]})
            operations.settle(due, given["evidence"], by=request.user)
            return row

        return self._act(pk, do)
