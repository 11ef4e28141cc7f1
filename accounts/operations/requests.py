"""Asking an organisation to act for it, and its answer."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from notifications.outbox import announce
from organisations.models import Organisation

from ..models import JoinRequest, Membership, User
from .members import hold, hold_as_manager, leave_managers_to_people

#: How many requests one person may have waiting.
MOST_WAITING = 5


def open_for_requests(user: User) -> QuerySet[Organisation]:
    """Whom one can ask: published ones that somebody already acts for, as somebody must answer."""
    acted_for = Membership.objects.filter(organisation=OuterRef("pk"), ended_at=None)
    return Organisation.objects.visible_to(user).filter(Exists(acted_for), is_published=True)


@transaction.atomic
def ask_to_join(organisation: Organisation, message: str, *, by: User) -> JoinRequest:
    """Raises  RuleBroken when the user belongs to it, has asked already, or waits for too many answers"""
    hold(organisation)
    User.objects.select_for_update().get(pk=by.pk)
    if Membership.objects.filter(user=by, organisation=organisation, ended_at=None).exists():
        raise RuleBroken(_("You belong to this organisation already."))
    waiting = JoinRequest.objects.waiting().filter(user=by)
    if waiting.filter(organisation=organisation).exists():
        raise RuleBroken(_("You have asked this organisation already."))
    if waiting.count() >= MOST_WAITING:
        raise RuleBroken(_("You wait for several answers. Withdraw a request before you ask again."))
    request = JoinRequest(user=by, organisation=organisation, message=message)
    request.full_clean()
    request.save()
    announce("join_request.made", request, by=by)
    return request


@transaction.atomic
def grant(request: JoinRequest, role: str, *, by: User) -> Membership:
    """Raises  RuleBroken when `by` does not manage the organisation, or the request waits no more"""
    leave_managers_to_people(by, role)
    held = _decide(request, is_granted=True, answer="", by=by)
    membership, _is_new = Membership.objects.get_or_create(
        user=held.user, organisation=held.organisation, ended_at=None, defaults={"role": role}
    )
    return membership


@transaction.atomic
def refuse(request: JoinRequest, answer: str, *, by: User) -> None:
    """Raises  RuleBroken when `by` does not manage the organisation, or the request waits no more"""
    _decide(request, is_granted=False, answer=answer, by=by)


@transaction.atomic
def withdraw(request: JoinRequest) -> None:
    """Raises  RuleBroken when it was decided a moment ago"""
    hold(request.organisation)
    held = _waiting(request)
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])


def _decide(request: JoinRequest, *, is_granted: bool, answer: str, by: User) -> JoinRequest:
    hold_as_manager(request.organisation, by)
    held = _waiting(request)
    held.decided_at, held.decided_by = timezone.now(), by
    held.is_granted, held.answer = is_granted, answer
    held.full_clean()
    held.save()
    announce("join_request.decided", held, by=by)
    return held


def _waiting(request: JoinRequest) -> JoinRequest:
    held = JoinRequest.objects.waiting().filter(pk=request.pk).select_related("user", "organisation").first()
    if held is None:
        raise RuleBroken(_("This request has been answered or withdrawn already."))
    return held
