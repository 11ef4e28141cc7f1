"""The one way a list becomes a page: filters, chips, count, order, and pages by cursor.

A room says what its list is of::

    class ParkList(ListPage):
        filterset_class = ParkFilter
        title = _("Parks")
        row_template = "parks/_park_row.html"  # shows `row`
        sortings = {"name": _("Name, A to Z"), "-name": _("Name, Z to A")}

        def get_queryset(self):
            return Park.objects.visible_to(self.request.user).select_related("organisation")

The address holds all of it (filters, order, cursor), so that it works without JavaScript, can be
shared, and htmx asks for the same address when it needs the results alone.

Each list can be taken away as a file with `?format=` (see `common.exports`), and looked at as a table
with `?show=table`; `?columns=` says which columns. What other rooms offer beside a list (saved
filters, changes of many) they add by `tool`, and what they say of its rows by `marks`.
"""

from collections.abc import Callable, Collection, Mapping

from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from . import exports
from .columns import Column, columns_of, file_columns, has_columns, usual_columns
from .filters import CountryFilter, RecordFilter
from .htmx import vary_on_htmx, wants_fragment
from .numbers import number
from .paging import BadCursor, Keyset, Page, keyset_page
from .shapes import Reader
from .sortkeys import sort_key

#: Parameters that say how a list is shown, and not what is in it.
SHOWING = ("cursor", "format", "show", "columns")
TABLE, ALL = "table", "all"
_tools: list[tuple[str, Callable[["ListPage"], dict | None]]] = []
_chosen: list[Callable[[HttpRequest, str], list[str]]] = []
_marks: list[Callable[["ListPage", list[Model]], Mapping[str, list[dict]]]] = []


def tool(template: str) -> Callable:
    """Show a template beside the results of each list; the function says what is in it, or None.

    What it says as `choose` ({url, query, label}) is where rows that are chosen in the table are sent.
    """

    def register(function: Callable[["ListPage"], dict | None]):
        _tools.append((template, function))
        return function

    return register


def marks(function: Callable[["ListPage", list[Model]], Mapping[str, list[dict]]]) -> Callable:
    """Show chips on the rows of each list: the function says which, by the id of the row: {label, url}."""
    _marks.append(function)
    return function


def remembers_columns(function: Callable[[HttpRequest, str], list[str]]) -> None:
    """Ask this for the columns that who asks has chosen for the list of a route; none is an empty list."""
    _chosen.append(function)


def without_showing(query) -> str:
    """What is in the list, as a query: its filters and order, without the fields left empty."""
    asked = query.copy()
    for name in list(asked):
        values = [] if name in SHOWING else [value for value in asked.getlist(name) if value]
        asked.setlist(name, values)
    return asked.urlencode()


@method_decorator(vary_on_htmx, name="dispatch")
class ListPage(FilterView):
    """A list that can be filtered, sorted and paged.

    row_template    shows one `row` inside its list item
    rows_template   shows all `rows`, where cards are not the right form for them
    has_forms       whether it may be shown as cards or as a table: not where rows have a form of their own
    keeps_filters   whether its filters may be saved under a name
    row_route       of the page of a row by its id, where the row does not know its address
    sortings        the orderings offered to a reader (names of the FilterSet's `orderings`), in words
    """

    filterset_class: type[RecordFilter]
    template_name = "listing/page.html"
    results_template = "listing/_results.html"
    rows_template = "listing/_cards.html"
    nothing_template = "listing/_nothing.html"
    page_size = 25

    title: str | Promise = ""
    lead: str | Promise = ""
    row_template = ""
    row_route = ""
    has_forms = True
    keeps_filters = True
    sortings: dict[str, str | Promise] = {}

    def get_template_names(self):
        return [self.results_template if wants_fragment(self.request) else self.template_name]

    def get(self, request, *args, **kwargs):
        if "format" in request.GET and self.has_columns:
            return self.export()
        return super().get(request, *args, **kwargs)

    @property
    def listed(self) -> type[Model]:
        return self.filterset_class._meta.model  # type: ignore[attr-defined]

    @property
    def route_name(self) -> str:
        """The name of the list's route: whose columns and filters somebody keeps."""
        return self.request.resolver_match.view_name  # type: ignore[union-attr]

    @property
    def has_columns(self) -> bool:
        """Whether the list can be shown as a table and taken away."""
        return has_columns(self.listed)

    @property
    def is_table(self) -> bool:
        return self.has_forms and self.has_columns and self.request.GET.get("show") == TABLE

    def export(self):
        """The whole list as a file; back to the page where a filter has a value that it cannot have."""
        kind = self.request.GET["format"]
        if kind not in exports.FORMATS:
            raise BadRequest(_("Choose one of: %s.") % ", ".join(exports.FORMATS))
        filterset = self.get_filterset(self.filterset_class)
        if not filterset.form.is_valid():
            return HttpResponseRedirect(f"{self.request.path}?{without_showing(self.request.GET)}")
        rows = exports.ordered(filterset.qs, Keyset(filterset.qs.model, filterset.ordering()))
        return exports.export(kind, rows, self.columns(to_take_away=True), self._reader())

    def columns(self, to_take_away: bool = False) -> list[Column]:
        """Those of the address, else those that the reader chose, else all in a file and a few on a page."""
        model = self.listed
        known = columns_of(model)
        asked = self.request.GET.get("columns", "")
        if asked == ALL:
            return list(known.values())
        names = [name for name in asked.split(",") if name]
        if unknown := [name for name in names if name not in known]:
            raise BadRequest(_("There is no column “%(name)s” here.") % {"name": unknown[0]})
        if not names:
            chosen = (of_user(self.request, self.route_name) for of_user in _chosen)
            names = [name for each in chosen for name in each if name in known]
        if not names:
            names = file_columns(model) if to_take_away else usual_columns(model, get_language() or "en")
        return [known[name] for name in dict.fromkeys(names)]

    def _reader(self) -> Reader:
        return Reader(self.request.user, get_language() or "en")

    def get_filterset(self, filterset_class):
        filterset = super().get_filterset(filterset_class)
        fields = filterset.form.fields
        if "ordering" in fields:
            fields["ordering"].choices = self.sortings.items()
        self.offer(filterset)
        return filterset

    def offer(self, filterset) -> None:
        """Let the form offer those values of its filters that the list has."""
        for name, one in filterset.filters.items():
            if isinstance(one, CountryFilter):
                present = _countries_in(filterset, one, filterset.form[name])
                filterset.form.fields[name].widget.choices = countries_of(filterset.form[name], present)

    def get_context_data(self, **kwargs):
        page, tools = self.get_page(), self.get_tools()
        count, is_exact = self.get_count()
        if not self.is_table:
            self._mark(page.rows)
        return super().get_context_data(
            title=self.title,
            lead=self.lead,
            row_template=self.row_template,
            rows_template="listing/_table.html" if self.is_table else self.rows_template,
            nothing_template=self.nothing_template,
            rows=page.rows,
            table=self.get_table(page.rows) if self.is_table else None,
            ways=self.get_ways() if self.has_columns else None,
            tools=tools,
            choose=next((tool["choose"] for tool in tools if "choose" in tool), None),
            count=count,
            count_words="" if is_exact else _("About %s results") % number(count),
            next_url=self._address(page.next),
            previous_url=self._address(page.previous),
            clear_url=self.request.path,
            **kwargs,
        )

    def get_count(self) -> tuple[int, bool]:
        """How many rows there are in all, and whether that is counted or estimated."""
        return self.object_list.count(), True

    def get_table(self, rows: list) -> dict:
        """The rows as a table: {columns, rows: [{row, cells}]}."""
        columns = self.columns()
        shown = self.listed._default_manager.filter(pk__in=[row.pk for row in rows])
        told = exports.values(shown, columns, self._reader()) if rows else {}
        return {
            "columns": columns,
            "rows": [
                {
                    "row": row,
                    "url": self.url_of(row),
                    "cells": [
                        column.words(cell)
                        for column, cell in zip(columns, told.get(row.pk, ()), strict=False)
                    ],
                }
                for row in rows
            ],
        }

    def url_of(self, row) -> str:
        """The page of a row, where there is one."""
        if self.row_route:
            return reverse(self.row_route, args=[row.pk])
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def get_ways(self) -> dict:
        """Other forms of this list: as cards or a table, and as files."""
        asked = without_showing(self.request.GET)
        chosen = self.request.GET.get("columns", "")
        more = f"&columns={chosen}" if chosen else ""
        head = f"{self.request.path}?{asked}&" if asked else f"{self.request.path}?"
        return {
            "has_forms": self.has_forms,
            "is_table": self.is_table,
            "cards": f"{self.request.path}?{asked}" if asked else self.request.path,
            "table": f"{head}show={TABLE}",
            "files": [
                {"label": label, "url": f"{head}format={kind}{more}"}
                for kind, label in exports.FORMATS.items()
            ],
        }

    def get_tools(self) -> list[dict]:
        made = ((template, function(self)) for template, function in _tools)
        return [{"template": template, **told} for template, told in made if told is not None]

    def _mark(self, rows: list) -> None:
        """Let each row know its `marks`: what other rooms say of it."""
        told = [function(self, rows) for function in _marks] if rows else []
        for row in rows:
            row.marks = [mark for one in told for mark in one.get(row.pk, ())]

    def get_page(self) -> Page:
        cursor = self.request.GET.get("cursor")
        try:
            return keyset_page(self.object_list, self.filterset.ordering(), cursor, self.page_size)
        except BadCursor:
            raise BadRequest(_("This page of the list does not exist.")) from None

    def _address(self, cursor: str | None) -> str | None:
        """This list as it is filtered now, at another page; without the fields left empty."""
        if cursor is None:
            return None
        query = self.request.GET.copy()
        query["cursor"] = cursor
        for name in list(query):
            query.setlist(name, [value for value in query.getlist(name) if value])
        return f"{self.request.path}?{query.urlencode()}"


def countries_of(bound, codes: Collection[str]) -> list[tuple[str, str]]:
    """Of all countries that a field knows only these, in the reader's order, after the choice of none."""
    choices = [(code, str(words)) for code, words in bound.field.choices if not code or code in codes]
    return sorted(choices, key=lambda choice: (choice[0] != "", sort_key(choice[1])))


def _countries_in(filterset, country_filter, bound) -> set[str]:
    """Those that the list has; the one asked for stays."""
    present = {bound.value()}
    for code in filterset.queryset.order_by().values_list(country_filter.field_name, flat=True).distinct():
        present.update(code if isinstance(code, list) else [code])
    return present
