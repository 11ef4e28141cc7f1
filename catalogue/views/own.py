"""Listings in the hands of who keeps them: their own list, writing, and each step of a listing's life.

To everybody else these addresses do not exist.
"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.current import organisation_of
from common.errors import RuleBroken
from common.listing import ListPage
from common.meanwhile import saved
from common.roles import is_curator
from organisations.models import Organisation

from ..facts import label_of
from ..forms.listings import DraftForm, ListingForm, column_of
from ..forms.reviews import RemarkForm
from ..forms.telling import attempt
from ..models import Category, Listing, Remark
from ..operations import life, remarks, writing
from ..operations.keeping import writable_by
from ..own_filters import KeptListingFilter
from ..sections import with_provider
from ..to_do import what_to_do, with_what_to_do
from ..words import Kind, Status
from .catalogue import ListingDetail

#: What may be done in a state, by those who keep it: code, words, the operation, what is told after it.
STEPS = {
    "submit": (
        gettext_lazy("Send it in for review"),
        life.submit,
        gettext_lazy("It is sent in. A curator looks at it."),
    ),
    "withdraw": (gettext_lazy("Take it back"), life.withdraw, gettext_lazy("It is a draft again.")),
    "confirm": (gettext_lazy("Still true"), life.confirm, gettext_lazy("Kept: it is still true today.")),
    "fits": (
        gettext_lazy("The translations still fit"),
        writing.still_fits,
        gettext_lazy("Kept: the translations fit the original."),
    ),
    "archive": (
        gettext_lazy("Archive it"),
        life.archive,
        gettext_lazy("It is archived. Nothing of it is lost."),
    ),
    "reopen": (gettext_lazy("Make it a draft again"), life.reopen, gettext_lazy("It is a draft again.")),
}
OPEN = {
    Status.DRAFT: ("submit", "archive"),
    Status.IN_REVIEW: ("withdraw", "archive"),
    Status.PUBLISHED: ("confirm", "archive"),
    Status.ARCHIVED: ("reopen",),
}


class OwnListings(ListPage):
    """What the organisations of who asks keep; as often as not a handful, so the states come first."""

    filterset_class = KeptListingFilter
    template_name = "catalogue/own.html"
    title = gettext_lazy("My listings")
    lead = gettext_lazy("What your organisations offer in the catalogue, and what is to be done with it.")
    row_template = "catalogue/_own_row.html"
    sortings = {"-changed": gettext_lazy("Last changed first"), "title": gettext_lazy("Title, A to Z")}

    def get_queryset(self):
        own = Organisation.objects.of_member(self.request.user).values("pk")
        return with_what_to_do(Listing.objects.filter(owner__in=own)).select_related("category", "owner")

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        for row in page["rows"]:
            row.to_do = what_to_do(row)
        return page | {
            "tabs": self._tabs(),
            "may_write": is_curator(self.request.user) or organisation_of(self.request) is not None,
        }

    def _tabs(self) -> list[dict]:
        own = Organisation.objects.of_member(self.request.user).values("pk")
        rows = Listing.objects.filter(owner__in=own).order_by().values_list("status")
        counts = dict(rows.annotate(Count("pk")))
        asked = self.request.GET.get("status", "")
        states: list[tuple[str, Any, int]] = [("", _("All"), sum(counts.values()))]
        states += [(code, capfirst(label), counts.get(code, 0)) for code, label in Status.choices]
        return [
            {
                "label": label,
                "count": count,
                "url": f"{self.request.path}?status={code}" if code else self.request.path,
                "active": code == asked,
            }
            for code, label, count in states
        ]


def new(request):
    """First which kind, then its form."""
    acting_for = organisation_of(request)
    if acting_for is None and not is_curator(request.user):
        return render(request, "catalogue/new_closed.html", {"crumbs": _crumbs(request, _("New listing"))})
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        kinds = [
            {"label": label, "url": f"{request.path}?kind={code}", "examples": []}
            for code, label in Kind.choices
        ]
        for category in Category.objects.filter(parent=None).order_by("ordinal", "slug"):
            kinds[Kind.values.index(category.kind)]["examples"].append(category.name)
        return render(
            request, "catalogue/new.html", {"kinds": kinds, "crumbs": _crumbs(request, _("New listing"))}
        )
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        acting_for=acting_for,
        instance=Listing(kind=kind, original_language=request.LANGUAGE_CODE),
    )
    if request.method == "POST" and form.is_valid() and (listing := attempt(form, form.act)):
        messages.success(request, _("The draft is kept. Only your organisation and curators see it."))
        return redirect("catalogue:keep", listing.slug)
    page = {
        "form": form,
        "title": _("New: %(kind)s") % {"kind": Kind(kind).label},
        "submit": _("Keep the draft"),
        "cancel_url": _crumbs(request)[0]["url"],
        "crumbs": _crumbs(request, _("New listing")),
    }
    return render(request, "catalogue/listing_form.html", page)


def change(request, slug):
    listing = kept(request, slug)
    data = request.POST if request.method == "POST" else None
    form = ListingForm(data, user=request.user, instance=listing)
    if request.method == "POST" and form.is_valid() and attempt(form, form.act):
        saved(request, form, _("Your changes are saved."))
        return redirect("catalogue:keep", listing.slug)
    page = {
        "form": form,
        "listing": listing,
        "title": _("Change the listing"),
        "submit": _("Save"),
        "cancel_url": reverse("catalogue:keep", args=[listing.slug]),
        "is_public": listing.status == Status.PUBLISHED and not is_curator(request.user),
        "crumbs": crumbs_of(request, listing, _("Change the listing")),
    }
    return render(request, "catalogue/listing_form.html", page)


def keep(request, slug):
    """The page of one listing for those who keep it and for curators: where it stands, and what to do."""
    listing = kept(request, slug)
    is_theirs = is_curator(request.user)
    form_url = reverse("catalogue:change", args=[listing.slug])
    missing = [
        {"label": label_of(name), "url": f"{form_url}#id_{column_of(listing, name)}"}
        for name in life.gaps(listing)
    ]
    outdated = writing.outdated(listing)
    page = {
        "listing": listing,
        "missing": missing,
        "outdated": [
            {"label": label_of(name), "url": f"{form_url}#id_{name}_{code}"}
            for code, names in outdated.items()
            for name in names
        ],
        "to_do": what_to_do(listing),
        "steps": _steps(listing, missing, request.user),
        "needs_another": is_theirs and life.needs_another(listing, request.user),
        "said": _remarks(listing, request.user),
        "form": RemarkForm(listing=listing),
        "may_publish": is_theirs and listing.status != Status.ARCHIVED,
        "may_send_back": is_theirs and listing.status == Status.IN_REVIEW,
        "crumbs": crumbs_of(request, listing),
    }
    return render(request, "catalogue/keep.html", page)


class Preview(ListingDetail):
    """A listing as everybody will see it, for those who keep it."""

    def get_object(self, queryset=None):
        return kept(self.request, self.kwargs["slug"], self.get_queryset())

    def get_queryset(self):
        return self.with_parts(with_provider(writable_by(self.request.user), AnonymousUser()))

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_preview=True, **kwargs)


def move(request, slug):
    """One of `STEPS`, by `step`; then back to the page of the listing."""
    listing = kept(request, slug)
    if request.POST.get("step") not in STEPS:
        raise BadRequest(_("There is no such step."))
    _label, act, done = STEPS[request.POST["step"]]
    return at_once(request, listing, partial(act, listing, request.user), done)


def say(request, slug):
    listing = kept(request, slug)
    form = RemarkForm(request.POST, listing=listing)
    if not form.is_valid():
        messages.error(request, _("Write what you want to say."))
        return redirect(_remarks_of(listing))
    given = form.cleaned_data
    act = partial(remarks.say, listing, given["text"], request.user, given["field"])
    return at_once(request, listing, act, _("Your comment is kept."), anchor="#remarks")


def settle(request, pk):
    """Done with, or with `again=1` open again."""
    remark = get_object_or_404(
        Remark.objects.filter(listing__in=writable_by(request.user)).select_related("listing"), pk=pk
    )
    is_settled = request.POST.get("again") != "1"
    done = _("The comment is settled.") if is_settled else _("The comment is open again.")
    act = partial(remarks.settle, remark, request.user, is_settled)
    return at_once(request, remark.listing, act, done, anchor="#remarks")


def kept(request, key: str, rows=None) -> Listing:
    """One that who asks may write on, by slug or id. Raises  Http404"""
    rows = writable_by(request.user) if rows is None else rows
    found = with_what_to_do(
        rows.select_related("category", "owner", "provider", "written_by", "submitted_by")
    )
    listing = found.filter(Q(slug=key) | Q(pk=key)).first()
    if listing is None:
        raise Http404
    return listing


def at_once(request, listing: Listing, act, done, anchor: str = ""):
    """Do it and go back to the page of the listing, which tells what was refused."""
    try:
        act()
    except (RuleBroken, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, done)
    return redirect(reverse("catalogue:keep", args=[listing.slug]) + anchor)


def crumbs_of(request, listing: Listing, *more: str) -> list[dict[str, str]]:
    first = {"label": str(listing), "url": reverse("catalogue:keep", args=[listing.slug])}
    return [*_crumbs(request), first, *({"label": label, "url": ""} for label in more)]


def _crumbs(request, *more: str) -> list[dict[str, str]]:
    """From the own list; who curates and belongs nowhere comes from the queue."""
    if is_curator(request.user) and organisation_of(request) is None:
        first = {"label": _("Listings to review"), "url": reverse("catalogue:review")}
    else:
        first = {"label": _("My listings"), "url": reverse("catalogue:mine")}
    return [first, *({"label": label, "url": ""} for label in more)]


def _remarks_of(listing: Listing) -> str:
    return reverse("catalogue:keep", args=[listing.slug]) + "#remarks"


def _remarks(listing: Listing, user) -> list[dict]:
    rows = Remark.objects.visible_to(user).filter(listing=listing).select_related("by", "settled_by")
    form_url = reverse("catalogue:change", args=[listing.slug])
    return [
        {
            "remark": row,
            "about": label_of(row.field) if row.field else "",
            "url": f"{form_url}#id_{column_of(listing, row.field)}" if row.field else "",
        }
        for row in rows
    ]


def _steps(listing: Listing, missing: list, user) -> list[dict]:
    """What can be done now; the first is what is usually done next."""
    codes = list(OPEN[Status(listing.status)])
    if missing and "submit" in codes:
        codes.remove("submit")
    if listing.category.takes_two and not is_curator(user) and "confirm" in codes:
        codes.remove("confirm")
    if is_curator(user) and "withdraw" in codes:
        codes.remove("withdraw")  # curators send it back
    if writing.outdated(listing):
        codes.insert(1, "fits")
    return [{"code": code, "label": STEPS[code][0]} for code in codes]
