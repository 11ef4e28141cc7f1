"""Versions of a policy: what it gives from which day on, and to whom."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from ..models import Listing, PolicyVersion, Rule
from ..words import Kind
from .keeping import hold, store
from .writing import have_looked_at


class NoPolicy(RuleBroken):
    code = "no-policy"


@transaction.atomic
def keep_version(
    listing: Listing, begins: datetime.date, values: Mapping[str, Any], rules: Sequence[Mapping[str, Any]], by
) -> PolicyVersion:
    """Write the version that begins on this day: a new one, or what the one that is there says from now on.

    rules    all of it; those that were there go
    Raises   NotKept; NoPolicy; ValidationError of its fields and of `rules`
    """
    held = hold(listing, by)
    if held.kind != Kind.POLICY:
        raise NoPolicy(_("Only a policy has versions."))
    version = held.versions.filter(valid_from=begins).first() or PolicyVersion(
        listing=held, valid_from=begins
    )
    if not version._state.adding:
        version.rules.all().delete()
    for name, value in values.items():
        setattr(version, name, value)
    version.full_clean()
    version.save()
    for told in rules:
        _add(version, told)
    have_looked_at(held, by)
    store(held)
    return version


def _add(version: PolicyVersion, told: Mapping[str, Any]) -> None:
    rule = Rule(policy_version=version, **told)
    try:
        rule.full_clean()
    except ValidationError as error:
        about = rule.get_subject_display()
        words = (words for some in error.message_dict.values() for words in some)
        raise ValidationError({"rules": [f"{about}: {one}" for one in words]}) from None
    rule.save()
