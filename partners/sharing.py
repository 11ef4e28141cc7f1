"""What a page tells of its thing being shared: to whom its park gave it, and from whom the reader has it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.sections import Section, contributes
from organisations.models import Organisation
from parks.reach import WithinReach

from .models import Agreement, Interaction, Partner, Share
from .operations import interactions, keeping
from .operations.interactions import parks_of


@dataclass(frozen=True)
class Sharing:
    """given: shares that are open; received: those in force through which the reader sees it."""

    given: list[Share] = field(default_factory=list)
    received: list[Share] = field(default_factory=list)
    share_url: str = ""


@contributes("agreement", position=95)
def agreement_sharing(agreement: Agreement, user) -> Section | None:
    if not user.is_authenticated:
        return None
    may_share = keeping.writable_by(user).filter(pk=agreement.pk).exists()
    url = reverse("partners:agreement_shares", args=[agreement.slug]) if may_share else ""
    return _section(sharing(Q(agreement=agreement), user, url))


@contributes("organisation", position=95)
def partner_sharing(organisations: Sequence[Organisation], user) -> Section | None:
    organisation = organisations[0]
    if not user.is_authenticated:
        return None
    partner = Partner.objects.visible_to(user).filter(organisation=organisation).exists()
    if not partner:
        return None
    url = reverse("partners:partner_shares", args=[organisation.slug]) if parks_of(user).exists() else ""
    return _section(sharing(Q(partner=organisation), user, url))


def interaction_sharing(interaction: Interaction, user) -> list[Sharing]:
    """Also by a share of one of its partners, from the same park."""
    may_share = not interaction.is_draft and interactions.writable_by(user).filter(pk=interaction.pk).exists()
    url = reverse("partners:interaction_shares", args=[interaction.pk]) if may_share else ""
    by_partner = Q(owner=interaction.owner_id, partner__interactions=interaction.pk)
    told = sharing(Q(interaction=interaction) | by_partner, user, url)
    return [told] if told else []


def sharing(of: Q, user, share_url: str) -> Sharing | None:
    """What there is to tell this reader of a thing, if anything.

    share_url   empty for those who may not share it
    """
    shares = Share.objects.filter(of).distinct().select_related("owner", "receiver")
    shares = shares.order_by("starts_on", "pk")
    foreign = shares.in_force().filter(WithinReach("receiver", user)).exclude(WithinReach("owner", user))
    received = list(foreign)
    given = list(shares.open().filter(owner__in=parks_of(user).values("pk"))) if share_url else []
    return Sharing(given, received, share_url) if received or share_url else None


def _section(told: Sharing | None) -> Section | None:
    if told is None:
        return None
    return Section("sharing", _("Sharing"), "partners/_sharing.html", [told], aside=True)
