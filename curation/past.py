"""What a record said before: who may read it, and setting one value back."""

from typing import Any

from django.db.models import Model, QuerySet

from common.roles import is_curator

from .descriptions import DESCRIPTIONS


def model_of(pk: str) -> type[Model] | None:
    """The model whose ids begin as this one, of those whose rows people change."""
    prefix = pk.partition("_")[0]
    known = (model for model, described in DESCRIPTIONS.items() if described.editing)
    return next((model for model in known if getattr(model._meta.pk, "prefix", "") == prefix), None)


def told_to(user, model: Any) -> QuerySet:
    """The rows whose history is told to this user: curators read all, others what they may change."""
    editing = DESCRIPTIONS[model].editing
    if not user.is_authenticated or editing is None:
        return model._default_manager.none()
    return model._default_manager.visible_to(user) if is_curator(user) else editing.writable(user)
