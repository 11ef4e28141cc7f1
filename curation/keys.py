"""Which rows point to which: the keys that the database holds between its tables."""

from django.apps import apps
from django.db.models import ForeignKey, Model


def keys_to(model: type[Model]) -> list[tuple[type[Model], ForeignKey]]:
    """Every key that points to rows of the model, but those of the history; with many-to-many tables.

    Only tables count: what is read from a query, as the whole log of pghistory, has none.
    """
    return [
        (near, key)
        for near in apps.get_models(include_auto_created=True)
        if near._meta.managed and not near._meta.proxy
        for key in near._meta.local_fields
        if isinstance(key, ForeignKey)
        and key.db_constraint
        and key.related_model._meta.concrete_model is model
    ]
