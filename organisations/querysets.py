from sources.querysets import RecordQuerySet


class OrganisationQuerySet(RecordQuerySet):
    def of_member(self, user):
        """Those that this user belongs to today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user, memberships__ended_at=None)
