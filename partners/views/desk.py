"""My desk: what is due, what was logged lately, whom we met."""

from django.db.models import Max
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.listing import ListPage
from organisations.models import Organisation

from ..follow_up_filters import FollowUpFilter, in_state
from ..models import Agreement, FollowUp, Interaction

SHOWN = 8  # of each list


def desk(request):
    user = request.user
    follow_ups = FollowUp.objects.within_reach(user).select_related("interaction")
    mine = follow_ups.filter(assignee=user)
    return render(
        request,
        "partners/desk.html",
        {
            "numbers": [
                _number(_("overdue, mine"), in_state(mine, "overdue"), state="overdue", mine="true"),
                _number(_("due within 14 days, mine"), in_state(mine, "soon"), state="soon", mine="true"),
                _number(_("open in our parks"), in_state(follow_ups, "open"), state="open"),
            ],
            "today": timezone.localdate(),
            "next_steps": in_state(mine, "open").order_by("due_on", "id")[:SHOWN],
            "drafts": _items(Interaction.objects.filter(created_by=user, is_draft=True)),
            "logged": _items(Interaction.objects.within_reach(user).filter(is_draft=False)),
            "partners": _met(user),
            "agreements": _kept(user),
        },
    )


class FollowUpList(ListPage):
    filterset_class = FollowUpFilter
    title = gettext_lazy("Follow-ups")
    lead = gettext_lazy("What we said we would do, by whom and until when.")
    row_template = "partners/_follow_up_row.html"
    sortings = {"due_on": gettext_lazy("Due, earliest first"), "-due_on": gettext_lazy("Due, latest first")}

    def get_queryset(self):
        follow_ups = FollowUp.objects.visible_to(self.request.user)
        return follow_ups.select_related("interaction", "assignee", "owner")

    def get_context_data(self, **kwargs):
        return super().get_context_data(today=timezone.localdate(), **kwargs)


def _number(label: str, rows, **query) -> dict:
    """A count that leads to the list of what it counts."""
    address = reverse("partners:follow_ups", query=query)
    return {"label": label, "value": formats.number_format(rows.count()), "url": address}


def _items(interactions) -> list[dict]:
    return [
        {
            "title": one.title or _("Without a title"),
            "url": reverse("partners:interaction", args=[one.pk]),
            "meta": formats.date_format(one.happened_on, "DATE_FORMAT"),
        }
        for one in interactions.order_by("-happened_on", "-id")[:SHOWN]
    ]


def _met(user) -> list[dict]:
    """The partners of the last interactions, the latest first."""
    latest = Interaction.objects.within_reach(user).order_by("-happened_on", "-id")[:200]
    met = Organisation.objects.filter(interactions__in=latest.values("pk"))
    seen = set(
        Organisation.objects.visible_to(user).filter(pk__in=met.values("pk")).values_list("pk", flat=True)
    )
    return [
        {
            "title": one.name,
            "url": one.get_absolute_url() if one.pk in seen else "",
            "meta": formats.date_format(one.last, "DATE_FORMAT"),
        }
        for one in met.annotate(last=Max("interactions__happened_on")).order_by("-last", "pk")[:SHOWN]
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
