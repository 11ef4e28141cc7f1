from django.db import models

from common.roles import is_curator


class RecordQuerySet(models.QuerySet):
    """Facts, and who may see which.

    A model says in `visible_through` by which paths it hangs on other records: it is seen where
    it is published itself and each of those is.
    """

    def visible_to(self, user):
        return self.filter(**dict.fromkeys(self.visible_paths(user), True))

    def visible_paths(self, user) -> tuple[str, ...] | None:
        """Paths to yes-or-no columns that say together whether this user sees a row.

        None where columns cannot say it; `visible_to` then holds the whole rule.
        """
        if is_curator(user):
            return ()
        own = ("is_published",) if hasattr(self.model, "is_published") else ()
        return (*own, *(f"{path}__is_published" for path in getattr(self.model, "visible_through", ())))


class PublicQuerySet(models.QuerySet):
    """Rows that everybody may see: documents, their places and terms, countries."""

    def visible_to(self, user):
        return self.all()

    def visible_paths(self, user) -> tuple[str, ...]:
        return ()
