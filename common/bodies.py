"""What may stand in the body of a write: serializers that guess nothing and ignore nothing."""

import re
from collections.abc import Callable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from .dates import PartialDate

LONGEST_NAME = 254  # characters of an id, a slug or an e-mail address
MOST_NAMED = 20  # unknown fields that one answer names


class Body(serializers.Serializer):
    """The shape of a body. The context holds the `user`, and the `row` that is to be changed.

    A field that nobody knows is an error of that field.
    """

    def to_internal_value(self, data):
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.fields]):
            words = _("There is no such field. Known: %(names)s.") % {"names": ", ".join(self.fields)}
            error = [ErrorDetail(words, code="unknown")]
            raise serializers.ValidationError({_escaped(name): error for name in unknown[:MOST_NAMED]})
        if isinstance(data, Mapping) and self is not self.root:
            self._be_whole(data)
        return super().to_internal_value(data)

    def _be_whole(self, data: Mapping) -> None:
        """What PATCH may leave out are fields of the row, never those of the things in it."""
        missing = [name for name, field in self.fields.items() if field.required and name not in data]
        if missing:
            error = [ErrorDetail(str(self.error_messages["required"]), code="required")]
            raise serializers.ValidationError(dict.fromkeys(missing, error))


class Words(serializers.CharField):
    """A text; a number is none."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """`true` or `false`; "yes" and 1 are neither."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    """A day of the calendar: 2026-03-05."""

    def to_internal_value(self, data):
        if not (isinstance(data, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", data)):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)


class Clock(serializers.TimeField):
    """A time of the day: 14:30."""

    def to_internal_value(self, data):
        if not (isinstance(data, str) and re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", data)):
            self.fail("invalid", format="hh:mm")
        return super().to_internal_value(data)


class PartialDay(Words):
    """A year, a month or a day: 2015, 1994-08 or 2016-03-21."""

    default_error_messages = {"no_date": _("Write a year, month or day: 2015, 1994-08 or 2016-03-21.")}

    def to_internal_value(self, data):
        try:
            return PartialDate(super().to_internal_value(data))
        except ValueError:
            self.fail("no_date")


class Named(Words):
    """Something that is named by a text; what it is is found out by `find`."""

    default_error_messages = {"unknown": _("There is nothing of this id.")}

    def find(self, text: str, user):
        """What the text names as far as the user may know; None for nothing."""
        raise NotImplementedError

    def to_internal_value(self, data):
        text = super().to_internal_value(data)
        found = self.find(text, self.context["user"]) if len(text) <= LONGEST_NAME else None
        if found is None:
            self.fail("unknown")
        return found

    def run_validators(self, value):
        """Those of a text have nothing to say about what it named."""


class Known(Named):
    """A row by its id, or by its slug where it has one, of those that the writer may know.

    What is hidden from the writer is answered as what is missing.

    rows   the rows that the user may name
    slug   the path to the slug; "" where there is none
    """

    def __init__(self, rows: Callable[..., QuerySet], slug: str = "", **kwargs):
        self.rows, self.slug = rows, slug
        super().__init__(**kwargs)

    def find(self, text, user):
        wanted = Q(pk=text) | Q(**{self.slug: text}) if self.slug else Q(pk=text)
        return self.rows(user).filter(wanted).order_by().first()


class KnownOnes(serializers.ListField):
    """Several rows, each as for `Known`; found by one query. Named twice it counts once."""

    child = Words(max_length=LONGEST_NAME)

    def __init__(self, rows: Callable[..., QuerySet], slug: str, **kwargs):
        self.rows, self.slug = rows, slug
        super().__init__(**kwargs)

    def to_internal_value(self, data):
        texts = super().to_internal_value(data)
        if not texts:
            return []
        wanted = Q(pk__in=texts) | Q(**{f"{self.slug}__in": texts})
        found = {}
        for row in self.rows(self.context["user"]).filter(wanted).order_by():
            found |= {row.pk: row, getattr(row, self.slug): row}
        if missing := [place for place, text in enumerate(texts) if text not in found]:
            words = ErrorDetail(str(Named.default_error_messages["unknown"]), code="unknown")
            raise serializers.ValidationError({place: [words] for place in missing})
        return list(dict.fromkeys(found[text] for text in texts))


def _escaped(name: str) -> str:
    """As a JSON pointer writes it (RFC 6901)."""
    return name[:100].replace("~", "~0").replace("/", "~1")
