"""Listings in the hands of curators: what waits, what grows old, publishing, sending back, comparing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.listing import ListPage
from curation.past import told_to
from history.reading import shows

from ..forms.reviews import PublishForm, SendBackForm
from ..forms.telling import attempt
from ..models import Listing
from ..operations import life
from ..own_filters import ReviewFilter, StaleFilter
from ..revisions import differences, revisions_of
from ..staleness import stale
from ..to_do import what_to_do, with_what_to_do
from ..words import Status
from .own import crumbs_of, kept


class Queue(ListPage):
    """What waits for review, what waits longest first."""

    filterset_class = ReviewFilter
    template_name = "catalogue/review.html"
    title = gettext_lazy("Listings to review")
    lead = gettext_lazy("Sent in by those who keep them. What waits longest comes first.")
    row_template = "catalogue/_review_row.html"
    sortings = {"changed": gettext_lazy("Waiting longest first"), "title": gettext_lazy("Title, A to Z")}

    def get_queryset(self):
        waiting = Listing.objects.visible_to(self.request.user).filter(status=Status.IN_REVIEW)
        return with_what_to_do(waiting).select_related("category", "owner", "submitted_by")

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        for row in page["rows"]:
            row.to_do = what_to_do(row)
            row.needs_another = life.needs_another(row, self.request.user)
        return page | {"tabs": tabs(self.request)}


class Stale(ListPage):
    """Published listings that somebody should look at."""

    filterset_class = StaleFilter
    template_name = "catalogue/review.html"
    title = gettext_lazy("Listings to look at again")
    lead = gettext_lazy(
        "Their review is due, they expire soon, a translation is older than the original, or a link is dead."
    )
    row_template = "catalogue/_review_row.html"
    sortings = {"review": gettext_lazy("Review longest due first"), "title": gettext_lazy("Title, A to Z")}

    def get_queryset(self):
        rows = stale(Listing.objects.visible_to(self.request.user))
        return with_what_to_do(rows).select_related("category", "owner", "submitted_by")

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        for row in page["rows"]:
            row.to_do = what_to_do(row)
        return page | {"tabs": tabs(self.request)}


def publish(request, slug):
    """At once or from a moment on, for good or until another; said before why it cannot be done."""
    listing = kept(request, slug)
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, initial=PublishForm.initial_of(listing))

    def act():
        given = form.cleaned_data
        return life.publish(listing, request.user, given["at"], given["until"])

    if request.method == "POST" and form.is_valid() and (published := attempt(form, act)):
        done = _("It is published.") if published.is_published else _("It is published from that moment on.")
        messages.success(request, done)
        return redirect("catalogue:keep", listing.slug)
    problems = []
    if missing := life.missing(listing):
        problems.append(_("Still to be filled in: %(fields)s.") % {"fields": "; ".join(missing)})
    if life.needs_another(listing, request.user):
        problems.append(_("In this category somebody else than who wrote it publishes it."))
    if listing.status == Status.ARCHIVED:
        problems.append(_("It is archived: make it a draft again first."))
    return _step_page(request, listing, form, _("Publish"), _("Publish"), problems=problems)


def send_back(request, slug):
    """To who keeps it, with what has to be done."""
    listing = kept(request, slug)
    form = SendBackForm(request.POST if request.method == "POST" else None, listing=listing)

    def act():
        given = form.cleaned_data
        return life.send_back(listing, given["text"], request.user, given["field"])

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("It is sent back. Those who keep it are told."))
        return redirect("catalogue:review")
    problems = []
    if listing.status != Status.IN_REVIEW:
        problems.append(_("It does not wait for review."))
    lead = _("It becomes a draft again. What you write here is told to those who keep it.")
    return _step_page(
        request, listing, form, _("Send it back"), _("Send it back"), problems=problems, lead=lead
    )


def revisions(request, slug):
    """Two states beside each other, by `before` and `after`; at first the last two."""
    rows = told_to(request.user, Listing)
    listing = get_object_or_404(rows, slug=slug)
    known = revisions_of(listing)
    if not known:
        raise Http404
    shows(request, Listing, [listing.pk])
    numbers = [one.number for one in known]
    after = _asked(request, "after", numbers, numbers[0])
    before = _asked(request, "before", numbers, numbers[min(1, len(numbers) - 1)])
    before, after = sorted((before, after))
    page = {
        "listing": listing,
        "revisions": known,
        "before": before,
        "after": after,
        "changes": differences(listing, before, after),
        "crumbs": crumbs_of(request, listing, _("Compare two revisions")),
    }
    return render(request, "catalogue/revisions.html", page)


def _asked(request, name: str, numbers: list[int], usual: int) -> int:
    asked = request.GET.get(name, "")
    return next((number for number in numbers if str(number) == asked), usual)


def tabs(request) -> list[dict]:
    here = request.resolver_match.view_name
    waiting = Listing.objects.visible_to(request.user).filter(status=Status.IN_REVIEW).count()
    old = stale(Listing.objects.visible_to(request.user)).count()
    lists = [("catalogue:review", _("To review"), waiting), ("catalogue:stale", _("To look at again"), old)]
    return [
        {"label": label, "url": reverse(route), "count": count, "active": route == here}
        for route, label, count in lists
    ]


def _step_page(request, listing: Listing, form, title: str, submit: str, **page):
    page |= {
        "form": form,
        "listing": listing,
        "title": title,
        "submit": submit,
        "cancel_url": reverse("catalogue:keep", args=[listing.slug]),
        "crumbs": crumbs_of(request, listing, title),
    }
    return render(request, "catalogue/step.html", page)
