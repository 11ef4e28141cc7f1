"""Who sees which of the partners' business; the rules that several rooms share stand in `parks.reach`."""

from django.db.models import Exists, OuterRef, Q

from common.roles import is_curator
from parks.reach import OwnedQuerySet, SharedPartQuerySet, SharedQuerySet, Today, WithinReach


class AgreementQuerySet(SharedQuerySet):
    taking_part = "parties__organisation"

    def partnerships(self):
        """Signed ones that are more than an intention: the only ones to be counted as partnerships."""
        return self.exclude(kind__in=self.model.INTENTIONS).exclude(status__in=self.model.UNSIGNED)

    def kept_by(self, user):
        """Those that the user's parks, and the parks below them, draft and follow."""
        return self.filter(WithinReach("owner", user))

    def _inside(self, user):
        kept = self.model.objects.kept_by(user)
        return (
            super()._inside(user) | Q(pk__in=kept.values("pk")) | Q(_given(self.model, user, agreement="pk"))
        )


class AgreementPartyQuerySet(SharedPartQuerySet):
    whole = "agreement"


class InteractionQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """Those of the user's parks, those shared with them; drafts only by their author."""
        if not user.is_authenticated:
            return self.none()
        finished = Q(is_draft=False) | Q(created_by=user.pk)
        if is_curator(user):
            return self.filter(finished)
        shared = _given(self.model, user, interaction="pk")
        with_partner = _given(self.model, user, owner="owner", partner__interactions="pk")
        return self.filter(finished, WithinReach("owner", user) | shared | with_partner)

    def within_reach(self, user):
        return super().within_reach(user).filter(Q(is_draft=False) | Q(created_by=user.pk))

    def visible_paths(self, user):
        return None  # drafts are nobody else's, not even curators'


class ContactQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """Those of the user's parks, and those at partners that are shared with them."""
        if is_curator(user) or not user.is_authenticated:
            return super().visible_to(user)
        shared = _given(self.model, user, owner="owner", partner__contacts_here__contact="pk")
        return self.filter(WithinReach("owner", user) | shared)


class ShareQuerySet(OwnedQuerySet):
    def open(self):
        """Not over, not taken back, begun or not; by the database's date."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=Today()), revoked_at=None)

    def in_force(self):
        return self.open().filter(starts_on__lte=Today())

    def visible_to(self, user):
        """To who gives and who receives."""
        if is_curator(user) or not user.is_authenticated:
            return super().visible_to(user)
        return self.filter(WithinReach("owner", user) | WithinReach("receiver", user))


def _given(model, user, **columns):
    """The condition that a share in force lets this user see the outer row.

    columns   of the share, each with the column of the row that it must equal
    """
    shares = model._meta.apps.get_model("partners", "Share").objects.in_force()
    same = {of_share: OuterRef(of_row) for of_share, of_row in columns.items()}
    return Exists(shares.filter(WithinReach("receiver", user), **same))
