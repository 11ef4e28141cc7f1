"""Choosing bodies in a form: by ids that were picked from a list, and by lines of text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.texts import is_text
from organisations.models import Organisation

from .. import bodies, people
from ..models import Contact, Partner
from ..operations.interactions import NewBody

MOST_PARTNERS, MOST_PEOPLE = 20, 100


@dataclass(frozen=True)
class Question:
    """A name that stands for no one body that is known: which is it?"""

    text: str
    candidates: list[Organisation]
    kinds = Partner.Kind.choices


class PicksBodies:
    """What a form needs beside its field `partners` (a `LinesField`) to let bodies be picked.

    A line that is not the name of just one body becomes a question, answered when the form is sent
    again. The template `_body_picker.html` shows it.

    asked_twice   what to say of a body that was named twice; empty where that does no harm
    """

    asked_twice: Any = ""
    data: Any
    errors: Any
    add_error: Any
    beside: dict[str, list[str]]

    def start_picking(self, user, picked=()) -> None:
        self.user = user
        self.picked: list[Organisation] = list(picked)
        self.beside = {"partner": [body.pk for body in self.picked]}
        self.new_bodies: list[NewBody] = []
        self.questions: list[Question] = []

    def pick(self, lines: list[str]) -> None:
        """Find out which bodies are meant; an error of `partners` where that is not clear."""
        ids = [pk for pk in self.data.getlist("partner")[: MOST_PARTNERS + 1] if is_text(pk)]
        self.picked = list(self.pickable().filter(pk__in=ids))
        for line in lines:
            self._find(line)
        if self.questions:
            self.add_error("partners", _("Say which body you mean."))
        elif not (self.picked or self.new_bodies or self.errors.get("partners")):
            self.add_error("partners", _("Name at least one partner."))

    def pickable(self) -> QuerySet[Organisation]:
        """The bodies whose ids may be sent."""
        return bodies.known_to(self.user)

    def _find(self, line: str) -> None:
        meant, kind = self.data.get(f"meant:{line}", ""), self.data.get(f"kind:{line}", "")
        if meant == "new" and kind in Partner.Kind.values:
            self.new_bodies.append(NewBody(line, kind))
            return
        if meant and is_text(meant):
            found = list(bodies.known_to(self.user).filter(pk=meant))
        else:
            found = bodies.exactly(line, self.user)
        if len(found) != 1:
            self.questions.append(Question(line, found or bodies.alike(line, self.user)))
        elif found[0] not in self.picked:
            self.picked += found
        elif self.asked_twice:
            self.add_error("partners", self.asked_twice)


class PicksPeople:
    """What a form of an interaction needs to let contacts be picked by id; `_people_picker.html` shows it."""

    data: Any
    instance: Any
    user: Any
    people: list[Contact]
    beside: dict[str, list[str]]

    def pick_people(self) -> None:
        """Those who may be named: what was sent of others' contacts is as if it were not there."""
        ids = [pk for pk in self.data.getlist("contact")[:MOST_PEOPLE] if is_text(pk)]
        known = Contact.objects.filter(
            Q(pk__in=people.within_reach(self.user).values("pk"))
            | Q(pk__in=self.instance.attendees.values("contact"), erased_at=None)
        )
        self.people = list(known.filter(pk__in=ids)) if ids else []
