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
"""

from django.core.exceptions import BadRequest
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_filters.views import FilterView

from .filters import CountryFilter
from .htmx import vary_on_htmx, wants_fragment
from .paging import BadCursor, Page, keyset_page
from .sortkeys import sort_key


@method_decorator(vary_on_htmx, name="dispatch")
class ListPage(FilterView):
    """A list that can be filtered, sorted and paged.

    row_template    shows one `row` inside its list item
    rows_template   shows all `rows`, where cards are not the right form for them
    sortings        the orderings offered to a reader (names of the FilterSet's `orderings`), in words
    """

    template_name = "listing/page.html"
    results_template = "listing/_results.html"
    rows_template = "listing/_cards.html"
    page_size = 25

    title: str | Promise = ""
    lead: str | Promise = ""
    row_template = ""
    sortings: dict[str, str | Promise] = {}

    def get_template_names(self):
        return [self.results_template if wants_fragment(self.request) else self.template_name]

    def get_filterset(self, filterset_class):
        filterset = super().get_filterset(filterset_class)
        fields = filterset.form.fields
        if "ordering" in fields:
            fields["ordering"].choices = self.sortings.items()
        for name, one in filterset.filters.items():
            if isinstance(one, CountryFilter):
                fields[name].widget.choices = _countries_of(filterset, one, filterset.form[name])
        return filterset

    def get_context_data(self, **kwargs):
        page = self.get_page()
        return super().get_context_data(
            title=self.title,
            lead=self.lead,
            row_template=self.row_template,
            rows_template=self.rows_template,
            rows=page.rows,
            count=self.object_list.count(),
            next_url=self._address(page.next),
            previous_url=self._address(page.previous),
            clear_url=self.request.path,
            **kwargs,
        )

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


def _countries_of(filterset, country_filter, bound) -> list[tuple[str, str]]:
    """Of all countries only those that the list has, in the reader's order; the one asked for stays."""
    present = {bound.value(), ""}
    for code in filterset.queryset.order_by().values_list(country_filter.field_name, flat=True).distinct():
        present.update(code if isinstance(code, list) else [code])
    choices = [(code, str(words)) for code, words in bound.field.choices if code in present]
    return sorted(choices, key=lambda choice: (choice[0] != "", sort_key(choice[1])))
