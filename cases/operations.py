"""What becomes of requests: asked, talked about, closed, withdrawn, declined."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation
from parks.models import Park, Tenancy

from . import events
from .models import Case, Message

Side = Message.Side
Status = Case.Status


class NotTheirs(RuleBroken):
    """Who asks takes no part in the request."""

    code = "not-theirs"


def enterprises_of(user) -> QuerySet[Organisation]:
    """For which this user may ask: those of an open membership."""
    return Organisation.objects.of_member(user).filter(enterprise__isnull=False).order_by("sort_en", "pk")


def writable_by(user) -> QuerySet[Case]:
    """Those in which this user takes part: of their enterprise, park or organisation; all for curators.

    The staff of parks above read only.
    """
    if is_curator(user):
        return Case.objects.all()
    own = Organisation.objects.of_member(user).values("pk")
    cases = Case.objects
    return (
        cases.filter(owner__in=own) | cases.filter(park__organisation__in=own) | cases.filter(sent_to__in=own)
    )


def side_of(case: Case, user) -> str | None:
    """For whom this user speaks in a request; None for those who take no part in it."""
    park = case.park.organisation_id if case.park else None
    own = set(
        Organisation.objects.of_member(user)
        .filter(pk__in=[each for each in (case.owner_id, case.sent_to_id, park) if each])
        .values_list("pk", flat=True)
    )
    sides = ((case.owner_id, Side.ENTERPRISE), (case.sent_to_id, Side.PROVIDER), (park, Side.PARK))
    found = next((side for organisation, side in sides if organisation in own), None)
    return found or (Side.CURATOR if is_curator(user) else None)


def park_of(enterprise: Organisation) -> Park | None:
    """Whose staff handles what an enterprise asks for: where it is settled now, the first of several."""
    tenancies = Tenancy.objects.filter(enterprise__organisation=enterprise, left_on__isnull=True)
    first = tenancies.select_related("park").order_by("-kind", "settled_on", "pk").first()
    return first.park if first else None


def submit(case: Case, by) -> tuple[Case, bool]:
    """Send a request to the park of the enterprise, and to who keeps the listing that it is about.

    case      not saved yet; its `submission` says of which form it is
    Returns   the request, and whether it is new: what was sent twice is kept once
    Raises    NotTheirs, RuleBroken
    """
    if not enterprises_of(by).filter(pk=case.owner_id).exists():
        raise NotTheirs(_("Only members of an enterprise ask for help in its name."))
    if case.listing:
        case.category = case.listing.category
        case.sent_to = case.listing.provider or case.listing.owner
        case.provider = None if case.listing.is_anonymous else case.sent_to
    if case.sent_to_id == case.owner_id:
        raise RuleBroken(_("This is a listing of your own organisation."))
    case.asked_by, case.park = by, park_of(case.owner)
    try:
        with transaction.atomic():
            case.save()
            events.happened("submitted", case, by)
    except IntegrityError:
        first = Case.objects.filter(asked_by=by, submission=case.submission)
        if not case.submission or not first:
            raise
        return first[0], False
    return case, True


@transaction.atomic
def say(case: Case, text: str, by, *, submission: str = "", names_provider: bool = False) -> Case:
    """Keep a message. Of the enterprise it waits for an answer then; of all others it is an answer.

    names_provider   whether the provider of an anonymous listing lets the enterprise know who they are
    Raises           NotTheirs, RuleBroken
    """
    held, side = _hold(case, by)
    if not text.strip():
        raise RuleBroken(_("Write what you want to say."))
    if submission and held.messages.filter(by=by, submission=submission).exists():
        return held
    Message.objects.create(case=held, side=side, by=by, text=text.strip(), submission=submission)
    if side == Side.ENTERPRISE:
        held.status = Status.SUBMITTED
    else:
        held.status = Status.ANSWERED
    if side == Side.PROVIDER and names_provider:
        held.provider = held.sent_to
    held.save()
    events.happened("continued" if side == Side.ENTERPRISE else "answered", held, by)
    return held


@transaction.atomic
def withdraw(case: Case, by) -> Case:
    """Raises  NotTheirs, RuleBroken"""
    held, side = _hold(case, by)
    if side != Side.ENTERPRISE:
        raise NotTheirs(_("Only the enterprise that asked withdraws a request."))
    return _end(held, Status.WITHDRAWN, "withdrawn", by)


@transaction.atomic
def close(case: Case, by) -> Case:
    """Raises  NotTheirs, RuleBroken"""
    held, side = _hold(case, by)
    if side == Side.PROVIDER:
        raise NotTheirs(_("The enterprise or its park closes a request."))
    return _end(held, Status.CLOSED, "ended" if side == Side.ENTERPRISE else "closed", by)


@transaction.atomic
def decline(case: Case, reason: str, by) -> Case:
    """Raises  NotTheirs, RuleBroken"""
    held, side = _hold(case, by)
    if side == Side.ENTERPRISE:
        raise NotTheirs(_("An enterprise withdraws its own request."))
    if not reason.strip():
        raise RuleBroken(_("Say why it is declined."))
    held.reason = reason.strip()
    return _end(held, Status.DECLINED, "declined", by)


def _hold(case: Case, by) -> tuple[Case, str]:
    """The request as it is now, locked to the end of the transaction, and for whom `by` speaks."""
    held = Case.objects.select_for_update(of=("self",)).select_related("park").get(pk=case.pk)
    side = side_of(held, by)
    if side is None:
        raise NotTheirs(_("Only those whom the request concerns may do this."))
    if not held.is_open:
        raise RuleBroken(_("This request is over."))
    return held, side


def _end(held: Case, status: Status, event: str, by) -> Case:
    held.status, held.ended_at = status, timezone.now()
    held.save()
    events.happened(event, held, by)
    return held
