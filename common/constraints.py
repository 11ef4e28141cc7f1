"""Check constraints that say at which field to mend what they refuse."""

from django.core.exceptions import ValidationError
from django.db import models


class CheckAt(models.CheckConstraint):
    """For the database a check like others; a form shows its sentence at the field."""

    def __init__(self, *, field: str = "", **given):
        self.field = field
        super().__init__(**given)

    def validate(self, model, instance, exclude=None, **given):
        try:
            super().validate(model, instance, exclude=exclude, **given)
        except ValidationError as refusal:
            if not self.field or self.field in (exclude or ()):
                raise
            raise ValidationError({self.field: refusal.messages}) from None

    def clone(self):
        copied = super().clone()  # from what a migration would keep, which knows no field
        copied.field = self.field
        return copied

    def deconstruct(self):
        _path, args, given = super().deconstruct()
        return "django.db.models.CheckConstraint", args, given
