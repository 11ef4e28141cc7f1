"""Asking for help, and following what was asked: the enterprise's own list, the queue, and each request."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db.models import Count, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.current import organisation_of
from catalogue.facts import names_of_countries
from catalogue.models import Listing
from common.errors import RuleBroken
from common.listing import ListPage
from organisations.models import Organisation
from partners.forms.attempt import attempt
from partners.who_looked import who_looked

from . import operations
from .filters import CaseFilter, QueueFilter
from .forms import DeclineForm, MessageForm, RequestForm
from .models import Case, Message
from .questions import told

#: In the session: what somebody typed before they signed in.
TYPED = "request"
Side = Message.Side
ENDS: dict[str, tuple[Callable[..., Case], Any]] = {
    "withdraw": (operations.withdraw, gettext_lazy("The request is withdrawn.")),
    "close": (operations.close, gettext_lazy("The request is closed.")),
    "decline": (operations.decline, gettext_lazy("The request is declined. The enterprise is told why.")),
}


def ask(request, slug):
    """For help with a listing that is out now."""
    out = Listing.objects.visible_to(request.user).filter(is_published=True)
    listings = out.select_related("category__parent").prefetch_related(_seen("provider", request.user))
    return _ask(request, get_object_or_404(listings, slug=slug))


def describe(request):
    """For help without a listing: `?title=` and `?category=` may say what about."""
    return _ask(request, None)


def questions(request):
    """The part of the form that asks what is asked in a category."""
    form = RequestForm(listing=None, acting_for=[], initial={"category": request.GET.get("category", "")})
    return render(request, "cases/_questions.html", {"form": form})


def _ask(request, listing: Listing | None):
    """Who is not signed in may write too: it is kept in the session until they are."""
    enterprises = list(operations.enterprises_of(request.user))
    about = listing.slug if listing else ""
    page = {
        "listing": listing,
        "title": _("Ask for help"),
        "crumbs": _way_to(listing),
        "cancel_url": _way_to(listing)[-2]["url"],
    }
    if request.user.is_authenticated and not enterprises:
        return render(request, "cases/ask_closed.html", page)
    if request.method != "POST":
        form = RequestForm(
            listing=listing, acting_for=enterprises, initial=_initial(request, listing, enterprises, about)
        )
    elif "show" in request.POST:  # without JavaScript: the questions of the category that was chosen
        sent = RequestForm(request.POST, listing=listing, acting_for=enterprises)
        form = RequestForm(listing=listing, acting_for=enterprises, initial=sent.typed())
    else:
        form = RequestForm(request.POST, listing=listing, acting_for=enterprises)
        if form.is_valid() and not request.user.is_authenticated:
            request.session[TYPED] = {"about": about, "typed": form.typed()}
            return redirect_to_login(request.get_full_path())
        if sent_now := attempt(form, partial(form.submit, request.user)):
            request.session.pop(TYPED, None)
            case, is_new = sent_now
            messages.success(request, _told_after(case) if is_new else _("This was sent already."))
            return redirect(case)
    return render(request, "cases/ask.html", page | {"form": form})


def _initial(request, listing, enterprises, about: str) -> dict[str, Any]:
    kept = request.session.get(TYPED, {})
    if kept.get("about") == about:
        return kept["typed"]
    chosen = organisation_of(request)
    return {
        "title": listing.title if listing else request.GET.get("title", "")[:200],
        "category": request.GET.get("category", ""),
        "owner": chosen.slug if chosen and chosen in enterprises else "",
        "submission": secrets.token_urlsafe(16),
    }


def _told_after(case: Case) -> str:
    if case.park is None:
        return _("Your request is sent. The curators of the portal answer it here.")
    return _("Your request is sent. The staff of %(park)s answer it here.") % {"park": case.park}


class _Cases(ListPage):
    filterset_class = CaseFilter
    template_name = "cases/list.html"
    row_template = "cases/_case_row.html"
    sortings = {"-created": gettext_lazy("Newest first"), "created": gettext_lazy("Oldest first")}

    def of_user(self):
        raise NotImplementedError

    def get_queryset(self):
        shown = self.of_user().select_related("owner", "park__organisation", "provider")
        return shown.prefetch_related(_seen("listing", self.request.user, Listing))

    def get_context_data(self, **kwargs):
        counts = dict(self.of_user().order_by().values_list("status").annotate(Count("pk")))
        page = super().get_context_data(has_any=bool(counts), **kwargs)
        return page | {"tabs": self._tabs(counts)}

    def _tabs(self, counts: dict[str, int]) -> list[dict]:
        asked = self.request.GET.getlist("status")
        states: list[tuple[str, Any, int]] = [("", _("All"), sum(counts.values()))]
        states += [(code, capfirst(label), counts.get(code, 0)) for code, label in Case.Status.choices]
        return [
            {
                "label": label,
                "count": count,
                "url": f"{self.request.path}?status={code}" if code else self.request.path,
                "active": asked == ([code] if code else []),
            }
            for code, label, count in states
        ]


class OwnCases(_Cases):
    title = gettext_lazy("Our requests")
    lead = gettext_lazy("What your enterprise asks for, and what became of it.")

    def of_user(self):
        return Case.objects.of(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_own=True, **kwargs)


class Queue(_Cases):
    filterset_class = QueueFilter
    title = gettext_lazy("Requests")
    lead = gettext_lazy("What enterprises ask you for: those of your park, and those about your listings.")

    def of_user(self):
        own = Case.objects.of(self.request.user).values("pk")
        return Case.objects.visible_to(self.request.user).exclude(pk__in=own)


def case(request, pk):
    return _shown(request, get_object_or_404(_seen_cases(request), pk=pk))


def say(request, pk):
    """A message of those who take part; an answer unless it is the enterprise's."""
    one, side = _theirs(request, pk)
    form = MessageForm(request.POST, may_name=_may_name(one, side))
    given = form.cleaned_data if form.is_valid() else {}
    act = partial(
        operations.say,
        one,
        given.get("message", ""),
        request.user,
        submission=given.get("submission", ""),
        names_provider=given.get("names_provider", False),
    )
    if attempt(form, act):
        done = _("Your message is sent.") if side == Side.ENTERPRISE else _("Your answer is sent.")
        messages.success(request, done)
        return redirect(one)
    return _shown(request, one, message_form=form)


def end(request, pk):
    """`how=withdraw`, `how=close`, or `how=decline` with a reason."""
    one, side = _theirs(request, pk)
    how = request.POST.get("how")
    if how not in ENDS:
        raise BadRequest(_("There is no such step."))
    if how not in _open_ways(one, side):
        raise Http404
    form = DeclineForm(request.POST) if how == "decline" else None
    if form and not form.is_valid():
        return _shown(request, one, decline_form=form)
    act, done = ENDS[how]
    try:
        act(one, *([form.cleaned_data["reason"]] if form else []), request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(one)


def _open_ways(one: Case, side: str) -> list[str]:
    """How this side may end a request."""
    if side == Side.ENTERPRISE:
        return ["withdraw", "close"]
    return ["decline"] if side == Side.PROVIDER else ["close", "decline"]


def _seen_cases(request):
    seen = Case.objects.visible_to(request.user)
    related = seen.select_related("owner", "asked_by", "category__parent", "park__organisation", "provider")
    return related.prefetch_related(_seen("listing", request.user, Listing))


def _theirs(request, pk: str) -> tuple[Case, str]:
    """One in which who asks takes part, and for whom they speak. Raises  Http404"""
    one = get_object_or_404(_seen_cases(request), pk=pk)
    side = operations.side_of(one, request.user)
    if side is None:
        raise Http404
    return one, side


def _may_name(one: Case, side: str | None) -> bool:
    return side == Side.PROVIDER and one.provider_id is None


def _shown(request, one: Case, *, message_form=None, decline_form=None):
    side = operations.side_of(one, request.user)
    said = Message.objects.filter(case=one).select_related("by")
    page = {
        "case": one,
        "side": side,
        "answers": told(one.answers, one.category),
        "countries": names_of_countries(one.countries),
        "said": [_line(one, message, side) for message in said],
        "may_write": one.is_open and side is not None,
        "is_own": side == Side.ENTERPRISE,
        "ways": _open_ways(one, side) if one.is_open and side else [],
        "is_anonymous": one.sent_to_id is not None and one.provider_id is None,
        "message_form": message_form
        or MessageForm(may_name=_may_name(one, side), initial={"submission": secrets.token_urlsafe(16)}),
        "decline_form": decline_form or DeclineForm(),
        "readings": who_looked(one, request.user),
        "form": message_form or decline_form,
        "crumbs": _way_from(one, side),
    }
    return render(request, "cases/case.html", page)


def _line(one: Case, message: Message, side: str | None) -> dict[str, Any]:
    """A message as this side may see it: of a provider who is still anonymous nobody's name is told."""
    is_secret = message.side == Side.PROVIDER and one.provider_id is None and side != Side.PROVIDER
    bodies = {Side.ENTERPRISE: one.owner, Side.PARK: one.park, Side.PROVIDER: one.provider}
    return {
        "message": message,
        "who": "" if is_secret else message.by,
        "body": bodies.get(Side(message.side)) or message.get_side_display(),
        "is_answer": message.side != Side.ENTERPRISE,
    }


def _seen(name: str, user, model=Organisation) -> Prefetch:
    return Prefetch(name, model.objects.visible_to(user))


def _way_to(listing: Listing | None) -> list[dict[str, str]]:
    way = [{"label": _("Catalogue"), "url": reverse("catalogue:list")}]
    if listing:
        way.append({"label": str(listing), "url": listing.get_absolute_url()})
    return [*way, {"label": _("Ask for help"), "url": ""}]


def _way_from(one: Case, side: str | None) -> list[dict[str, str]]:
    if side == Side.ENTERPRISE:
        first = {"label": _("Our requests"), "url": reverse("cases:mine")}
    else:
        first = {"label": _("Requests"), "url": reverse("cases:queue")}
    return [first, {"label": str(one), "url": one.get_absolute_url()}]
