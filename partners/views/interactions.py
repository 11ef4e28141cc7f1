"""The log of interactions: its list, each of them, and the quick form."""

import secrets

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import DataError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.current import organisation_of
from common import richtext
from common.listing import ListPage
from common.meanwhile import saved
from common.returning import asked_from

from .. import bodies
from .. import people as people_known
from ..forms.attempt import attempt
from ..forms.interactions import InteractionForm, LogForm, attendee_name
from ..forms.picking import MOST_PARTNERS
from ..interaction_filters import InteractionFilter
from ..models import Agreement, AgreementParty, Attendee, Contact, FollowUp, Interaction
from ..models.contacts import ERASED
from ..operations import interactions as operations
from ..sharing import interaction_sharing
from ..who_looked import who_looked


class InteractionList(ListPage):
    route = "partners:interactions"
    filterset_class = InteractionFilter
    title = gettext_lazy("Interactions")
    lead = gettext_lazy("Meetings, visits, calls and messages with partners, as the parks logged them.")
    row_template = "partners/_interaction_row.html"
    row_route = "partners:interaction"
    sortings = {
        "-happened_on": gettext_lazy("Newest first"),
        "happened_on": gettext_lazy("Oldest first"),
    }

    def get_queryset(self):
        interactions = Interaction.objects.visible_to(self.request.user)
        return interactions.select_related("owner").prefetch_related("partners")

    def get_page(self):
        try:
            with transaction.atomic():
                return super().get_page()
        except DataError:  # a cursor made by hand, with something that is no date
            raise BadRequest(_("This page of the list does not exist.")) from None


def interaction(request, pk):
    seen = Interaction.objects.visible_to(request.user).select_related("owner", "created_by", "agreement")
    shown = get_object_or_404(seen.prefetch_related("partners"), pk=pk)
    may_write = operations.writable_by(request.user).filter(pk=pk).exists()
    follow_ups = FollowUp.objects.filter(interaction=shown).select_related("assignee", "done_by")
    page = {
        "interaction": shown,
        "bodies": shown.partners.all(),
        "linked": set(bodies.known_to(request.user).filter(interactions=shown, is_published=True)),
        "agreement": _agreement(shown, request.user),
        "present": _present(shown, request.user, may_write),
        "notes": richtext.as_html(shown.notes),
        "follow_ups": follow_ups,
        "sharing": interaction_sharing(shown, request.user),
        "readings": who_looked(shown, request.user),
        "may_write": may_write,
        "is_changed": (shown.updated_at - shown.created_at).total_seconds() > 1,
        "crumbs": _crumbs(shown),
    }
    return render(request, "partners/interaction_detail.html", page)


def log(request):
    if not operations.parks_of(request.user).exists():
        return render(request, "partners/log_closed.html")
    if request.method == "POST":
        form = LogForm(request.POST, user=request.user)
        if form.is_valid():
            logged, is_new = form.log()
            messages.success(request, _("It is logged.") if is_new else _("This was logged already."))
            return redirect("partners:interaction", logged.pk)
    else:
        asked = request.GET.get("agreement", "")
        agreement = Agreement.objects.inside(request.user).filter(slug=asked).first()
        form = LogForm(
            user=request.user,
            picked=_asked_for(request, agreement),
            initial={
                "agreement": agreement,
                "happened_on": timezone.localdate(),
                "owner": organisation_of(request),
                "submission": secrets.token_urlsafe(16),
                "follow_up_who": request.user,
            },
        )
    return render(request, "partners/log.html", {"form": form})


def _asked_for(request, agreement: Agreement | None):
    """The partners that the address names (`?partner=`), or those of an agreement (`?agreement=`)."""
    known, slug = bodies.known_to(request.user), request.GET.get("partner", "")
    if slug:
        return known.filter(slug=slug)
    if agreement is None:
        return ()
    parties = AgreementParty.objects.filter(agreement=agreement)
    own = operations.parks_of(request.user).values("pk")
    return known.filter(pk__in=parties.values("organisation")).exclude(pk__in=own)


def change(request, pk):
    changed = get_object_or_404(operations.writable_by(request.user), pk=pk)
    was_draft = changed.is_draft
    form = InteractionForm.of(changed, request.user, request.POST or None)
    if request.method == "POST" and attempt(form, form.change):
        saved(request, form, _("It is logged.") if was_draft else _("Your changes are saved."))
        return redirect("partners:interaction", pk)
    page = {"form": form, "interaction": changed, "crumbs": _crumbs(changed)}
    return render(request, "partners/interaction_change.html", page)


def delete(request, pk):
    doomed = get_object_or_404(operations.writable_by(request.user), pk=pk)
    if request.method == "POST":
        operations.delete_interaction(doomed)
        messages.success(request, _("The interaction is deleted."))
        return redirect("partners:interactions")
    page = {
        "interaction": doomed,
        "follow_ups": doomed.follow_ups.count(),
        "crumbs": _crumbs(doomed),
    }
    return render(request, "partners/interaction_delete.html", page)


def follow_up(request, pk):
    """Say that it is done (`done=1`) or not; then back to where the button stood."""
    parks = operations.parks_of(request.user)
    own = get_object_or_404(FollowUp.objects.visible_to(request.user).filter(owner__in=parks), pk=pk)
    done = request.POST.get("done") == "1"
    operations.mark_follow_up(own.pk, done=done, by=request.user)
    messages.success(request, _("Marked as done.") if done else _("Marked as still to do."))
    return redirect(_back(request, own))


def find_bodies(request):
    """The part of the page that offers organisations while one types."""
    text = request.GET.get("q", "").strip()[:200]
    found = bodies.find(text, request.user) if text else []
    return render(request, "partners/_bodies.html", {"found": found, "text": text})


def find_people(request):
    """The part of the page that offers contacts while one types; `?partner=` says where they work."""
    text = request.GET.get("q", "").strip()[:200]
    at = request.GET.getlist("partner")[:MOST_PARTNERS]
    found = people_known.find(text, request.user, at) if text or at else []
    return render(request, "partners/_people.html", {"found": found, "text": text})


def _present(shown: Interaction, user, may_write: bool) -> list[dict]:
    """Who was there: contacts that the reader sees with their page, mere names with the way to keep them."""
    attendees = Attendee.objects.filter(interaction=shown).select_related("user", "contact")
    theirs = Contact.objects.visible_to(user).filter(attendances__interaction=shown, erased_at=None)
    known = set(theirs.values_list("pk", flat=True))
    at = shown.partners.all()
    people = []
    for one in attendees:
        person = {"name": attendee_name(one), "side": one.get_side_display()}
        if one.contact_id in known:
            person["url"] = reverse("partners:contact", args=[one.contact_id])
        elif may_write and one.name not in ("", ERASED) and one.side == Attendee.Side.THEIRS:
            query = {"name": one.name} | ({"partner": at[0].slug} if len(at) == 1 else {})
            person["keep_url"] = reverse("partners:contact_add", query=query)
        people.append(person)
    return people


def _agreement(shown: Interaction, user):
    """The agreement it was about, as far as the reader sees that one."""
    if shown.agreement is None:
        return None
    return type(shown.agreement).objects.visible_to(user).filter(pk=shown.agreement_id).first()


def _crumbs(shown: Interaction) -> list[dict]:
    return [
        {"label": _("Interactions"), "url": reverse("partners:interactions")},
        {"label": str(shown), "url": reverse("partners:interaction", args=[shown.pk])},
    ]


def _back(request, own: FollowUp) -> str:
    if asked := asked_from(request):
        return asked
    if own.interaction_id:
        return reverse("partners:interaction", args=[own.interaction_id])
    return reverse("partners:interactions")
