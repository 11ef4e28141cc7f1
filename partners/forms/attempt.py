"""Saving what a form holds, where an operation has the last word."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm

from common.errors import RuleBroken

Saved = TypeVar("Saved")


def attempt(form: BaseForm, save: Callable[[], Saved]) -> Saved | None:
    """What is saved; None when the form or the operation refuses, which the form tells at its field."""
    if not form.is_valid():
        return None
    try:
        return save()
    except ValidationError as refusal:
        for name, errors in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: refusal}).items():
            form.add_error(name if name in form.fields else None, errors)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
    return None
