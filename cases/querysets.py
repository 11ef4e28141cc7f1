"""Who sees what an enterprise asks for: the enterprise, the staff of its park, and who it was sent to."""

from django.db.models import Q

from common.roles import is_curator
from organisations.models import Organisation
from parks.reach import WithinReach
from sources.querysets import RecordQuerySet


class CaseQuerySet(RecordQuerySet):
    is_private = True

    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        return self.within_reach(user) if user.is_authenticated else self.none()

    def within_reach(self, user):
        """Without what curators see as such."""
        own = Organisation.objects.of_member(user).values("pk")
        return self.filter(Q(owner__in=own) | Q(WithinReach("park__organisation", user)) | Q(sent_to__in=own))

    def inside(self, user):
        return self.visible_to(user)

    def of(self, user):
        """What the enterprises of this user ask for."""
        return self.filter(owner__in=Organisation.objects.of_member(user).values("pk"))

    def visible_paths(self, user):
        return () if is_curator(user) else None
