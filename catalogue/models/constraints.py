"""What the database holds true of every listing, by whatever way it was written."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from common.constraints import CheckAt

from ..kinds import KINDS, NUMBERS_AND_TIMES, TEXTS, foreign_to
from ..words import Growth, Industry, Skill

ARRAYS = ("skills", "growth")


def _is_empty(name: str) -> Q:
    if name in TEXTS:
        return _one_of_none(f"{name}_en") & _one_of_none(f"{name}_zh_hans")
    if name in NUMBERS_AND_TIMES:
        return Q(**{f"{name}__isnull": True})
    if name in ARRAYS:
        return Q(**{name: []})
    return Q(**{name: False if name == "is_anonymous" else ""})


def _one_of_none(column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{column: ""})


def _check(name: str, condition: Q, sentence: Any, at: str = "") -> models.CheckConstraint:
    """at   the field where it is to be mended, where it is one"""
    return CheckAt(condition=condition, name=f"listing_{name}", violation_error_message=sentence, field=at)


def _only_of(kind: str) -> models.CheckConstraint:
    foreign = Q()
    for name in foreign_to(kind):
        foreign &= _is_empty(name)
    sentence = _("A listing of this kind has something filled in that belongs to another kind.")
    return _check(f"{kind}_is_told_by_its_own", ~Q(kind=kind) | foreign, sentence)


def _in_order(first: str, second: str, *, same: bool = True) -> Q:
    compared = Q(**{f"{second}__{'gte' if same else 'gt'}": F(first)})
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | compared


def _not_negative(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})


def _codes(field: str, choices) -> models.CheckConstraint:
    codes = [value for value, _label in choices]
    return _check(
        f"{field}_are_known", Q(**{f"{field}__contained_by": codes}), _("This is not one of the list.")
    )


NO_AMOUNT = Q(price_from=None, price_to=None, sum_min=None, sum_max=None)
#: PostgreSQL refuses to turn a moment into a time zone that it does not know.
IN_ZONE = Func(F("time_zone"), F("starts_at"), function="timezone", output_field=models.DateTimeField())

CONSTRAINTS: list[models.BaseConstraint] = [
    *(_only_of(kind) for kind in KINDS),
    _codes("industries", Industry.choices),
    _codes("skills", Skill.choices),
    _codes("growth", Growth.choices),
    _check(
        "ends_after_it_begins",
        _in_order("starts_at", "ends_at"),
        _("An event cannot end before it begins."),
        at="ends_at",
    ),
    _check(
        "in_a_known_time_zone",
        Q(starts_at=None) | (~Q(time_zone="") & Q(IsNull(IN_ZONE, False))),
        _("Say in which time zone it begins."),
        at="time_zone",
    ),
    _check(
        "available_in_order",
        _in_order("available_from", "available_until"),
        _("It cannot end before it begins."),
        at="available_until",
    ),
    _check(
        "amount_with_currency",
        NO_AMOUNT | ~Q(currency=""),
        _("An amount needs its currency."),
        at="currency",
    ),
    _check(
        "amounts_not_below_nothing",
        _not_negative("price_from") & _not_negative("price_to") & _not_negative("sum_min"),
        _("An amount cannot be less than nothing."),
    ),
    _check(
        "prices_in_order",
        _in_order("price_from", "price_to"),
        _("The price from is above the price to."),
        at="price_to",
    ),
    _check(
        "sums_in_order",
        _in_order("sum_min", "sum_max"),
        _("The smallest sum is above the largest."),
        at="sum_max",
    ),
    _check(
        "free_costs_nothing",
        ~Q(price_model="free") | Q(price_from=None, price_to=None),
        _("What is free of charge has no price."),
        at="price_model",
    ),
    _check(
        "published_since",
        ~Q(status="published") | Q(publish_at__isnull=False),
        _("Say from when it is published."),
    ),
    _check(
        "out_only_when_published",
        Q(is_published=False) | Q(status="published"),
        _("Only what is published is out."),
    ),
    _check(
        "expires_after_it_is_published",
        _in_order("publish_at", "expires_at", same=False),
        _("It would expire before it is published."),
        at="expires_at",
    ),
    _check(
        "anonymous_names_nobody",
        Q(is_anonymous=False) | Q(provider=None, contact_email=""),
        _("An anonymous listing names no provider and no e-mail address."),
    ),
]
