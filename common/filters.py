"""What the FilterSets of all rooms have in common. One FilterSet serves a page and the API."""

from collections.abc import Sequence

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters.fields import ChoiceField

from .dates import PartialDate, latest_day


class PartialDateFormField(forms.CharField):
    """A year, month or day in a query."""

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        try:
            return PartialDate(value)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a year, a month or a day: write 2015, 1994-08 or 2016-03-21."),
                code="invalid",
                params={"value": value},
            ) from None


class AfterFilter(django_filters.Filter):
    """Keeps what happened then or later, or may have: 2014 stays when asked for 2014-08."""

    field_class = PartialDateFormField

    def filter(self, queryset, value):
        if value is None:
            return queryset
        alias = f"{self.field_name}_latest"
        rows = queryset.alias(**{alias: latest_day(self.field_name)})
        return rows.filter(**{f"{alias}__gte": str(value.earliest)})


class BeforeFilter(django_filters.Filter):
    """Keeps what happened then or earlier, or may have."""

    field_class = PartialDateFormField

    def filter(self, queryset, value):
        # The text of a coarse date sorts before all its days, so it stands for its first.
        if value is None:
            return queryset
        return queryset.filter(**{f"{self.field_name}__lte": str(value.latest)})


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Any of the values given: `?kind=incubator&kind=science_park`."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)


class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`; anything else is refused, not taken for no answer."""

    def __init__(self, *args, **kwargs):
        choices = [("", _("Either")), ("true", _("Yes")), ("false", _("No"))]
        coerce = "true".__eq__
        super().__init__(*args, choices=choices, coerce=coerce, empty_value=None, **kwargs)


class CountryFormField(ChoiceField):
    """A code of ISO 3166-1 in upper or lower case."""

    def prepare_value(self, value):
        return value.upper() if value else value

    def to_python(self, value):
        code = super().to_python(value)
        return code.upper() if self.valid_value(code.upper()) else code


class CountryFilter(django_filters.ChoiceFilter):
    """ISO 3166-1 alpha-2, upper or lower case."""

    field_class = CountryFormField

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Country"))
        kwargs.setdefault("empty_label", _("All countries"))
        super().__init__(*args, choices=lambda: list(countries), **kwargs)


def any_of(text: str, *fields: str) -> Q:
    """Rows of which each word of the text stands in one of these fields, whatever its case."""
    found = Q()
    for word in text.split():
        in_one = Q()
        for field in fields:
            in_one |= Q(**{f"{field}__icontains": word})
        found &= in_one
    return found


class OrderingFilter(django_filters.ChoiceFilter):
    """Validates the name; the order itself is made by the keyset of the page."""

    def filter(self, queryset, value):
        return queryset


#: Their values are of a short list, and no row is read to compare with.
PLAIN = (ChoicesFilter, YesNoFilter, CountryFilter, OrderingFilter, django_filters.ChoiceFilter)


class RecordFilter(django_filters.FilterSet):
    """Base of all: filters, `q`, and the orderings of a list.

    orderings   names that a reader may sort by, with their text columns; the first is the default.
                A column may hold ``{lang}``: the sort key of the reader's language (`sort_{lang}`).
    usual       the default where it is not the first: "-happened_on"
    plain_methods   names of methods of filters that look at nothing but their value
    """

    orderings: dict[str, str] = {}
    usual: str = ""
    plain_methods: Sequence[str] = ()

    @classmethod
    def is_plain(cls, name: str) -> bool:
        """Whether the statement of this filter follows from its value alone, which is one of a few."""
        known = cls.base_filters.get(name)
        if not isinstance(known, PLAIN) or isinstance(known, django_filters.ModelChoiceFilter):
            return False
        return known.method is None or known.method in cls.plain_methods

    @classmethod
    def get_filters(cls):
        filters = super().get_filters()
        if cls.orderings:
            names = [name for ordering in cls.orderings for name in (ordering, f"-{ordering}")]
            filters["ordering"] = OrderingFilter(
                choices=[(name, name) for name in names], label=_("Sort by"), empty_label=None
            )
        return filters

    def ordering(self) -> tuple[str, ...]:
        """The columns to sort by, for `common.paging`; the default where none is asked for."""
        asked = self.form.cleaned_data.get("ordering") if self.is_bound and self.form.is_valid() else ""
        return self.columns_of(asked) if asked else self.usual_columns()

    @classmethod
    def usual_columns(cls) -> tuple[str, ...]:
        return cls.columns_of(cls.usual or next(iter(cls.orderings)))

    @classmethod
    def columns_of(cls, name: str) -> tuple[str, ...]:
        sign = "-" if name.startswith("-") else ""
        language = (get_language() or "en").replace("-", "_")
        return (sign + cls.orderings[name.lstrip("-")].format(lang=language),)
