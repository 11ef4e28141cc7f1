"""What an operation refuses, told in the form that asked for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from common.errors import RuleBroken

from .listings import column_of


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What the operation gives; None when it refused, which the form then tells."""
    try:
        return act() or True
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        for name, errors in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: refusal}).items():
            form.add_error(_field_of(form, name), errors)
    return None


def _field_of(form: Any, name: str) -> str | None:
    names = (name, column_of(form.instance, name)) if hasattr(form, "instance") else (name,)
    return next((each for each in names if each in form.fields), None)
