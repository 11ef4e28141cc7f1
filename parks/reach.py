"""Whose business a member may see: their organisations', and that of all parks below their parks.

The rule is a condition within the statement, never a list made before it: a membership that ends, or a
park that moves, counts from the next statement on.
"""

from django.db.models import BooleanField, DateField, F, Func, Q, Value

from common.roles import is_curator
from sources.querysets import RecordQuerySet

REACH = """
    WITH RECURSIVE own AS (
        SELECT organisation_id FROM accounts_membership WHERE user_id = %s AND ended_at IS NULL
    ), tree AS (
        SELECT park.id, park.organisation_id FROM parks_park park JOIN own USING (organisation_id)
        UNION
        SELECT below.id, below.organisation_id FROM parks_park below JOIN tree ON below.parent_id = tree.id
    )
    SELECT organisation_id FROM own UNION SELECT organisation_id FROM tree
"""


class Today(Func):
    """The date of the database; a statement that is kept must not hold that of the day it was made."""

    template = "CURRENT_DATE"
    output_field = DateField()


class WithinReach(Func):
    """Whether the organisation in a column is one whose business this user may see.

    Written as an array that is made once a statement, so that an index on the column serves it.
    """

    output_field = BooleanField()

    def __init__(self, column: str, user):
        super().__init__(F(column), Value(user.pk))

    def as_sql(self, compiler, connection, **extra):
        column, params = compiler.compile(self.source_expressions[0])
        user, user_params = compiler.compile(self.source_expressions[1])
        return f"{column} = ANY(ARRAY({REACH.replace('%s', user)}))", (*params, *user_params)


class SharedQuerySet(RecordQuerySet):
    """What several organisations share: seen when public, and by those whose business a part of it is.

    taking_part   the path to these organisations
    """

    taking_part: str

    def visible_to(self, user):
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        return self.filter(Q(is_published=True) | Q(pk__in=self.model.objects.inside(user).values("pk")))

    def inside(self, user):
        """Those that this user sees whether they are public or not, with all that is not for the public."""
        if is_curator(user):
            return self.all()
        return self.filter(self._inside(user)) if user.is_authenticated else self.none()

    def _inside(self, user) -> Q:
        own = self.model.objects.filter(WithinReach(self.taking_part, user))
        return Q(pk__in=own.values("pk"))

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


class OwnedQuerySet(RecordQuerySet):
    """What a park keeps for itself: never public; read by curators too."""

    is_private = True

    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        return self.within_reach(user) if user.is_authenticated else self.none()

    def within_reach(self, user):
        """Those of the user's own park and the parks below it, without what others share."""
        return self.filter(WithinReach("owner", user))

    def inside(self, user):
        return self.visible_to(user)

    def visible_paths(self, user):
        return () if is_curator(user) else None


class PartQuerySet(RecordQuerySet):
    """Parts that are not for the public: seen by those who see the inside of the whole.

    The model says by `part_of` which path leads to the whole.
    """

    is_private = True

    def visible_to(self, user):
        whole = self.model
        for step in self.model.part_of.split("__"):
            whole = whole._meta.get_field(step).related_model
        return self.filter(**{f"{self.model.part_of}__in": whole.objects.inside(user).values("pk")})

    def visible_paths(self, user):
        return None


def _not_by_columns_alone(paths: tuple[str, ...] | None, user) -> tuple[str, ...] | None:
    return None if paths and user.is_authenticated else paths
