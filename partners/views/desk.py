"""My desk: what is due, what others did since the last look, what was logged lately, whom we met."""

import datetime

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.operations.desk import note_desk_seen
from common.clock import today_of

from .. import desk as reading
from ..follow_up_filters import OF_PARK, in_state
from ..models import Agreement, FollowUp, Interaction
from ..operations.interactions import parks_of
from .directory import AgreementList
from .due_lists import DueList, FollowUpList
from .interactions import InteractionList

SHOWN = 8  # of each list
NEWS = 12
NEW_FOR = datetime.timedelta(days=14)  # what counts as new to who never said that it was seen


def desk(request):
    user, now = request.user, timezone.now()
    drafts = Interaction.objects.filter(created_by=user, is_draft=True).order_by("-happened_on", "-id")
    mine = FollowUp.objects.within_reach(user).filter(assignee=user).annotate(today=today_of(OF_PARK))
    return render(
        request,
        "partners/desk.html",
        {
            "ways": _ways(),
            "numbers": _numbers(request),
            "own_parks": set(parks_of(user).values_list("pk", flat=True)),
            "next_steps": in_state(mine, "open")
            .select_related("interaction")
            .order_by("due_on", "id")[:SHOWN],
            "news": reading.news(user, user.desk_seen_at or now - NEW_FOR, NEWS),
            "now": now.isoformat(),
            "drafts": _items(drafts[:SHOWN]),
            "logged": _items(reading.latest(user, SHOWN)),
            "partners": _met(user),
            "agreements": _kept(user),
        },
    )


def seen(request):
    """What the page showed is seen; what came after it was made is not."""
    try:
        shown = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        shown = None
    now = timezone.now()
    note_desk_seen(request.user, min(shown, now) if shown and timezone.is_aware(shown) else now)
    messages.success(request, _("Marked as seen."))
    return redirect("partners:desk")


def _ways() -> list[dict]:
    """Where else the work of a park is kept."""
    ways = [
        (_("Interactions"), reverse("partners:interactions")),
        (_("Follow-ups"), reverse("partners:follow_ups")),
        (_("Partnerships"), reverse("partners:partnerships")),
        (_("Our agreements"), f"{reverse('partners:agreements')}?kept=true"),
        (_("Dormant agreements"), reverse("partners:dormant")),
        (_("Obligations"), reverse("partners:dues")),
        (_("Contacts"), reverse("partners:contacts")),
        (_("Shares"), reverse("partners:shares")),
    ]
    return [{"label": label, "url": url} for label, url in ways]


def _numbers(request) -> list[dict]:
    """Counts that lead to lists, counted as these lists count."""
    unsigned = list(Agreement.UNSIGNED)
    return [
        {
            "title": _("Mine"),
            "id": "mine",
            "tiles": [
                _number(request, FollowUpList, _("follow-ups overdue"), True, state="overdue", mine="true"),
                _number(request, FollowUpList, _("follow-ups within 14 days"), state="soon", mine="true"),
                _number(request, InteractionList, _("drafts to complete"), mine="true", is_draft="true"),
            ],
        },
        {
            "title": _("Our parks"),
            "id": "ours",
            "tiles": [
                _number(request, FollowUpList, _("follow-ups open"), state="open"),
                _number(request, DueList, _("obligations missed"), True, state="missed"),
                _number(request, DueList, _("obligations within 14 days"), state="soon"),
                _number(request, DueList, _("obligations within 30 days"), state="month"),
                _number(
                    request, AgreementList, _("agreements ending soon"), True, kept="true", status="expiring"
                ),
                _number(request, AgreementList, _("agreements to be signed"), kept="true", status=unsigned),
            ],
        },
    ]


def _number(request, page, label: str, is_warning: bool = False, **query) -> dict:
    asked = QueryDict(mutable=True)
    for name, value in query.items():
        asked.setlist(name, value if isinstance(value, list) else [value])
    shown = page()
    shown.setup(request)
    rows = page.filterset_class(asked, queryset=shown.get_queryset(), request=request).qs
    count = rows.count()
    return {
        "label": label,
        "value": formats.number_format(count),
        "url": f"{reverse(page.route)}?{asked.urlencode()}",
        "tone": "warn" if is_warning and count else "",
    }


def _items(interactions) -> list[dict]:
    return [
        {
            "title": one.title or _("Without a title"),
            "url": reverse("partners:interaction", args=[one.pk]),
            "meta": formats.date_format(one.happened_on, "DATE_FORMAT"),
        }
        for one in interactions
    ]


def _met(user) -> list[dict]:
    return [
        {
            "title": one.name,
            "url": one.get_absolute_url() if is_seen else "",
            "meta": formats.date_format(one.last, "DATE_FORMAT"),
        }
        for one, is_seen in reading.partners_met(user, SHOWN)
    ]


def _kept(user) -> list[dict]:
    """The agreements of our parks that are on their way, or in force."""
    done = (Agreement.Status.EXPIRED, Agreement.Status.RENEWED, Agreement.Status.TERMINATED)
    kept = Agreement.objects.kept_by(user).exclude(status__in=done).order_by("ends_on", "id")[:SHOWN]
    return [
        {
            "title": one.title,
            "url": one.get_absolute_url(),
            "meta": one.get_status_display(),
            "relation": one.ends_on and _("until %s") % one.ends_on.display(),
        }
        for one in kept
    ]
