"""What the rows of this room, and the milestones of parks, tell in timelines."""

from collections.abc import Iterator

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parks.models import Milestone

from .models import (
    Agreement,
    AgreementParty,
    Amendment,
    Document,
    Due,
    FollowUp,
    Interaction,
    InteractionPartner,
    Move,
    Obligation,
    Share,
)
from .timeline import Kind, Scope, Step, Told, has_business_with, in_reader_language, person, tells


@tells(
    "interaction",
    Kind(_("Meetings, visits, calls"), "talk"),
    interaction=Step("%(title)s", "partners:interaction", Interaction.Kind.choices, is_kind=True),
)
def interactions(scope: Scope, user) -> Iterator[Told]:
    seen = Interaction.objects.visible_to(user).filter(is_draft=False)
    if scope.organisation:
        own, with_it = _kept_or_met(seen, scope.organisation, user)
        found = [own, with_it.filter(pk__in=_met(scope.organisation))]
    else:
        found = [seen.filter(agreement__in=scope.agreements)]
    for rows in found:
        yield Told(rows, "interaction", "happened_on", "title", "kind", who=person("created_by"), page="pk")


@tells(
    "follow_up",
    Kind(_("Follow-ups done"), "check"),
    follow_up=Step(pgettext_lazy("in a timeline", "Done: %(title)s"), "partners:interaction"),
)
def follow_ups(scope: Scope, user) -> Iterator[Told]:
    finished = Q(interaction=None) | Q(interaction__is_draft=False)
    done = FollowUp.objects.visible_to(user).filter(finished)
    for_agreement = done.filter(agreement__in=scope.agreements)
    if scope.organisation:
        own, others = _kept_or_met(done, scope.organisation, user)
        of_others = for_agreement.filter(interaction=None).exclude(owner=scope.organisation)
        found = [own, others.filter(interaction__in=_met(scope.organisation)), of_others]
    else:
        after = done.filter(interaction__agreement__in=scope.agreements)
        found = [after, for_agreement.exclude(interaction__agreement__in=scope.agreements)]
    for rows in found:
        yield Told(rows, "follow_up", "done_at", "text", who=person("done_by"), page="interaction_id")


def _kept_or_met(seen: QuerySet, organisation: str, user) -> tuple[QuerySet, QuerySet]:
    """What an organisation keeps itself, and what others keep."""
    own = seen.filter(has_business_with(organisation, user), owner=organisation)
    return own, seen.exclude(owner=organisation)


def _met(organisation: str) -> QuerySet:
    return InteractionPartner.objects.filter(organisation=organisation).values("interaction")


@tells(
    "signing",
    Kind(_("Signings"), "agreement", is_public=True),
    signing=Step(_("The agreement is signed")),
    signature=Step(_("%(title)s signs")),
)
def signings(scope: Scope, user) -> Iterator[Told]:
    signed = Agreement.objects.visible_to(user).filter(pk__in=scope.agreements)
    yield Told(signed, "signing", "signed_on", about=".")
    parties = AgreementParty.objects.visible_to(user).filter(agreement__in=scope.agreements)
    name = in_reader_language("organisation__name")
    yield Told(parties, "signature", "signed_on", name, about="agreement")


@tells(
    "move",
    Kind(_("Moves of agreements"), "arrow-forward"),
    move=Step("%(detail)s", details=[*Agreement.Status.choices, *Move.Step.choices], by_date=True),
)
def moves(scope: Scope, user) -> Iterator[Told]:
    way = Case(
        When(
            step=Move.Step.STATUS,
            then=Concat(_code("before"), Value(">", output_field=TextField()), _code("after")),
        ),
        default=_code("step"),
        output_field=TextField(),
    )
    rows = _of_agreements(Move, scope, user)
    yield Told(rows, "move", "at", detail=way, note="reason", who=person("by"), about="agreement")


@tells(
    "amendment",
    Kind(_("Amendments"), "pen"),
    amendment=Step(_("Amendment %(detail)s")),
)
def amendments(scope: Scope, user) -> Iterator[Told]:
    rows = _of_agreements(Amendment, scope, user)
    who = person("made_by")
    yield Told(rows, "amendment", "made_at", detail="number", note="reason", who=who, about="agreement")


@tells(
    "obligation",
    Kind(_("Obligations"), "calendar"),
    obligation=Step(_("New obligation: %(title)s")),
    due_done=Step(_("Obligation kept: %(title)s")),
    due_missed=Step(_("Obligation missed: %(title)s"), by_date=True),
)
def obligations(scope: Scope, user) -> Iterator[Told]:
    owed = _of_agreements(Obligation, scope, user)
    debtor = in_reader_language("debtor__name")
    yield Told(owed, "obligation", "created_at", "text", note=debtor, about="agreement")
    dues = Due.objects.visible_to(user).filter(obligation__agreement__in=scope.agreements)
    for step, state in (("due_done", Due.State.DONE), ("due_missed", Due.State.MISSED)):
        yield Told(
            dues.filter(state=state),
            step,
            "settled_at",
            "obligation__text",
            note="evidence",
            who=person("settled_by"),
            about="obligation__agreement",
        )


@tells("document", Kind(_("Documents"), "book"), document=Step(_("Document added: %(title)s")))
def documents(scope: Scope, user) -> Iterator[Told]:
    rows = _of_agreements(Document, scope, user)
    yield Told(rows, "document", "uploaded_at", "name", who=person("uploaded_by"), about="agreement")


@tells(
    "share",
    Kind(_("Shares"), "link"),
    share=Step(_("%(detail)s shares with %(title)s")),
    share_end=Step(_("%(detail)s no longer shares with %(title)s")),
)
def shares(scope: Scope, user) -> Iterator[Told]:
    """To who gives; to who receives only what is in force. What is shared is not named to either."""
    own, in_force = Share.objects.within_reach(user), Share.objects.in_force()
    told = Q(pk__in=own.values("pk")) if user.is_authenticated else Q(pk=None)
    seen = Share.objects.visible_to(user).filter(told | Q(pk__in=in_force.values("pk")))
    about = Q(agreement__in=scope.agreements)
    about |= Q(interaction__agreement__in=scope.agreements)
    if scope.organisation:
        about |= Q(partner=scope.organisation) | Q(owner=scope.organisation) | Q(receiver=scope.organisation)
    rows = seen.filter(about)
    receiver, owner = in_reader_language("receiver__name"), in_reader_language("owner__name")
    yield Told(rows, "share", "created_at", receiver, owner, who=person("created_by"))
    yield Told(rows, "share_end", "revoked_at", receiver, owner, suffix="-end")


@tells(
    "milestone",
    Kind(_("Milestones"), "star", is_public=True),
    milestone=Step("%(title)s", "parks:milestone"),
)
def milestones(scope: Scope, user) -> Iterator[Told]:
    if not scope.organisation:
        return
    concerning = Milestone.concerns.through.objects.filter(organisation=scope.organisation)
    rows = Milestone.objects.visible_to(user).filter(
        Q(organisation__in=scope.organisations) | Q(pk__in=concerning.values("milestone"))
    )
    yield Told(rows, "milestone", "happened_on", in_reader_language("title"), page="slug")


def _code(column: str) -> Cast:
    return Cast(F(column), TextField())


def _of_agreements(model, scope: Scope, user) -> QuerySet:
    return model.objects.visible_to(user).filter(agreement__in=scope.agreements)
