"""What is offered beside the results of each list to who is signed in.

None of it costs a query, but for the tags of the rows, which cost one.
"""

from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.listing import ListPage, marks, remembers_columns, tool, without_showing
from common.roles import is_curator

from .changing import editing_of
from .descriptions import DESCRIPTIONS
from .importing.sheets import sheet_of
from .models import ChosenColumns
from .tags import tags_of_many


@tool("curation/_filters_tool.html")
def filters(page: ListPage) -> dict | None:
    return _at("curation:filters", page) if page.keeps_filters else None


@tool("curation/_columns_tool.html")
def columns(page: ListPage) -> dict | None:
    return _at("curation:columns", page) if page.has_columns else None


@tool("curation/_edit_tool.html")
def edit(page: ListPage) -> dict | None:
    told = _at("curation:edit", page) if editing_of(page.listed) else None
    if told is None:
        return None
    here = reverse("curation:edit", args=[page.route_name])
    query = without_showing(page.request.GET)
    return told | {"choose": {"url": here, "query": query, "label": _("Change the chosen rows")}}


@tool("curation/_import_tool.html")
def read_in(page: ListPage) -> dict | None:
    """To those whom the wizard may take rows of this kind from; whether it does, it says itself."""
    user, sheet = page.request.user, sheet_of(page.listed) if page.listed in DESCRIPTIONS else None
    if sheet is None or not (is_curator(user) or (user.is_authenticated and sheet.importing.owners)):
        return None
    return {"url": f"{reverse('curation:import_new')}?{urlencode({'model': sheet.name})}"}


@marks
def tags(page: ListPage, rows: list[Model]) -> dict[str, list[dict]]:
    """The tags that the reader uses; each leads to those of the list that carry it, too."""
    user = page.request.user
    if not user.is_authenticated or editing_of(page.listed) is None:
        return {}
    found = tags_of_many([row.pk for row in rows], user)
    return {pk: [{"label": tag.name, "url": f"?tag={tag.pk}"} for tag in some] for pk, some in found.items()}


@remembers_columns
def chosen_columns(request: HttpRequest, route: str) -> list[str]:
    if not request.user.is_authenticated:
        return []
    own = ChosenColumns.objects.filter(user=request.user, route=route)
    return next((one.columns for one in own), [])


def _at(route: str, page: ListPage) -> dict | None:
    if not page.request.user.is_authenticated:
        return None
    query = urlencode({"query": without_showing(page.request.GET)})
    return {"url": f"{reverse(route, args=[page.route_name])}?{query}"}
