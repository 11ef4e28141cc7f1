"""What is offered beside the results of each list to who is signed in. None of it costs a query."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from common.listing import ListPage, remembers_columns, tool, without_showing

from .models import ChosenColumns


@tool("curation/_filters_tool.html")
def filters(page: ListPage) -> dict | None:
    return _at("curation:filters", page)


@tool("curation/_columns_tool.html")
def columns(page: ListPage) -> dict | None:
    return _at("curation:columns", page) if page.has_columns else None


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
