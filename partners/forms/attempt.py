"""Saving what a form holds, where an operation has the last word."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from common.errors import RuleBroken

Saved = TypeVar("Saved")


def attempt(form: BaseForm, save: Callable[[], Saved]) -> Saved | None:
    """What is saved; None with an error in the form when the form or the operation refuses."""
    if not form.is_valid():
        return None
    try:
        return save()
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
    return None
