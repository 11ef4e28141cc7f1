from django.db import models
from django.db.models import Q

from common.roles import is_curator


class RecordQuerySet(models.QuerySet):
    """Facts, and who may see which.

    A model says in `visible_through` by which paths it hangs on other records: it is seen where
    it is published itself and each of those is.
    """

    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        return self.filter(self.published())

    def published(self) -> Q:
        own = {"is_published": True} if hasattr(self.model, "is_published") else {}
        above = {f"{path}__is_published": True for path in getattr(self.model, "visible_through", ())}
        return Q(**own, **above)
