"""What parks let each other see: given, received, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.listing import ListPage
from organisations.models import Organisation

from ..forms.attempt import attempt
from ..forms.shares import ShareForm
from ..models import Agreement, Interaction, Partner, Share
from ..operations import interactions, keeping
from ..operations import shares as operations
from ..operations.interactions import parks_of
from ..share_filters import ShareFilter


class ShareList(ListPage):
    filterset_class = ShareFilter
    title = gettext_lazy("Shares")
    lead = gettext_lazy("What your parks let others see, and what others let them see.")
    row_template = "partners/_share_row.html"
    sortings = {
        "-starts_on": gettext_lazy("Newest first"),
        "starts_on": gettext_lazy("Oldest first"),
    }

    def get_queryset(self):
        return _with_things(Share.objects.visible_to(self.request.user))

    def get_context_data(self, **kwargs):
        user = self.request.user
        may_revoke = set(parks_of(user).values_list("pk", flat=True))
        context = super().get_context_data(may_revoke=may_revoke, today=timezone.localdate(), **kwargs)
        return context | {"seen": _seen(context["rows"], user)}


def partner_shares(request, slug):
    """Any park shares its own business with a partner; to others this page says who may."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), organisation__slug=slug)
    if not parks_of(request.user).exists():
        return render(request, "partners/share_closed.html", {"subject": partner.organisation.name})
    return _share(request, Share(partner=partner.organisation), partner.organisation.name, partner)


def agreement_shares(request, slug):
    own = keeping.writable_by(request.user).filter(owner__in=parks_of(request.user).values("pk"))
    agreement = get_object_or_404(own, slug=slug)
    return _share(request, Share(agreement=agreement, owner=agreement.owner), agreement.title, agreement)


def interaction_shares(request, pk):
    own = interactions.writable_by(request.user).filter(is_draft=False)
    interaction = get_object_or_404(own, pk=pk)
    url = reverse("partners:interaction", args=[pk])
    share = Share(interaction=interaction, owner=interaction.owner)
    return _share(request, share, interaction.title, interaction, url)


def revoke(request, pk):
    share = get_object_or_404(operations.writable_by(request.user), pk=pk)
    operations.revoke_share(share, by=request.user)
    messages.success(request, _("It is taken back: they do not see it any more."))
    return redirect(_page_of(share))


def _share(request, share: Share, title: str, thing, url: str = ""):
    form = ShareForm(request.POST or None, user=request.user, instance=share)
    if request.method == "POST" and attempt(form, form.give):
        messages.success(request, _("It is shared."))
        return redirect(request.path)
    same = {name: getattr(share, f"{name}_id") for name in ("partner", "agreement", "interaction")}
    given = operations.writable_by(request.user).filter(**same).select_related("owner", "receiver")
    page = {
        "form": form,
        "subject": title,
        "subject_url": url or thing.get_absolute_url(),
        "given": given.order_by("revoked_at", "-starts_on", "pk"),
        "today": timezone.localdate(),
        "is_partner": bool(share.partner_id),
    }
    return render(request, "partners/share.html", page)


def _seen(shares, user) -> set[str]:
    """The ids of the shared things that the reader still sees; of the others not even the name is told."""
    things = (
        (Organisation, [share.partner_id for share in shares if share.partner_id]),
        (Agreement, [share.agreement_id for share in shares if share.agreement_id]),
        (Interaction, [share.interaction_id for share in shares if share.interaction_id]),
    )
    return {
        pk
        for model, ids in things
        for pk in model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    }


def _with_things(shares):
    return shares.select_related("owner", "receiver", "partner", "agreement", "interaction")


def _page_of(share: Share) -> str:
    if share.agreement:
        return reverse("partners:agreement_shares", args=[share.agreement.slug])
    if share.interaction_id:
        return reverse("partners:interaction_shares", args=[share.interaction_id])
    partner = Partner.objects.filter(organisation=share.partner_id, is_published=True).first()
    if partner is None:
        return reverse("partners:shares")
    return reverse("partners:partner_shares", args=[partner.organisation.slug])
