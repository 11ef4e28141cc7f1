from django.db.models import Q

from sources.querysets import RecordQuerySet


class OrganisationQuerySet(RecordQuerySet):
    def of_member(self, user):
        """Those that this user belongs to today."""
        return self.filter(**member("", user)) if user.is_authenticated else self.none()


class SharedQuerySet(RecordQuerySet):
    """What several organisations share: seen when public, and by members of those that take part.

    taking_part   the path to these organisations
    """

    taking_part: str

    def visible_to(self, user):
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        own = self.model.objects.filter(**member(f"{self.taking_part}__", user))
        return self.filter(Q(is_published=True) | Q(pk__in=own.values("pk")))

    def visible_paths(self, user):
        return _not_by_columns_alone(super().visible_paths(user), user)


class SharedPartQuerySet(RecordQuerySet):
    """Parts of what is shared: seen where the whole is, and whatever else they hang on.

    whole   the field of `visible_through` that leads to it
    """

    whole: str

    def visible_to(self, user):
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        wholes = self.model._meta.get_field(self.whole).related_model.objects.visible_to(user)
        others = [f"{path}__is_published" for path in self.model.visible_through if path != self.whole]
        return self.filter(**{f"{self.whole}__in": wholes}, **dict.fromkeys(others, True))

    def visible_paths(self, user):
        return _not_by_columns_alone(super().visible_paths(user), user)


def member(path: str, user) -> dict:
    """The condition that this user belongs, today, to the organisation at the path."""
    return {f"{path}memberships__user": user, f"{path}memberships__ended_at": None}


def _not_by_columns_alone(paths: tuple[str, ...], user) -> tuple[str, ...] | None:
    return None if paths and user.is_authenticated else paths
