"""Lists by the names of their routes: which there are, and what they may be asked for."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from common.listing import SHOWING, ListPage, without_showing
from common.policy import allowed_methods, policy_of


@dataclass(frozen=True)
class KnownList:
    """A list that this user may open."""

    route: str
    page: type[ListPage]
    request: HttpRequest

    @property
    def url(self) -> str:
        return reverse(self.route)

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def model(self) -> type[Model]:
        return self.page.filterset_class._meta.model  # type: ignore[attr-defined]

    def view(self) -> ListPage:
        """The list as if it had been asked for by this request."""
        view = self.page()
        view.setup(self.request)
        return view

    def filtered(self, query: str):
        """The FilterSet of these parameters."""
        view = self.view()
        return self.page.filterset_class(QueryDict(query), queryset=view.get_queryset(), request=self.request)

    def address(self, query: str, more: str = "") -> str:
        asked = "&".join(part for part in (query, more) if part)
        return f"{self.url}?{asked}" if asked else self.url

    def valid(self, query: str) -> str:
        """The parameters that the list knows, with values that they can have; the others are left out."""
        asked = QueryDict(query, mutable=True)
        filterset = self.filtered(query)
        filterset.form.is_valid()
        for name in list(asked):
            if name not in filterset.form.fields or name in filterset.form.errors:
                del asked[name]
        return without_showing(asked)

    def stale(self, query: str) -> list[str]:
        """What these parameters ask for that the list does not know (any more), in words."""
        filterset = self.filtered(query)
        filterset.form.is_valid()
        unknown = [name for name in QueryDict(query) if name not in {*filterset.form.fields, *SHOWING}]
        told = [_("There is no filter “%(name)s” here any more.") % {"name": name} for name in unknown]
        for name, errors in filterset.form.errors.items():
            label = filterset.form.fields[name].label or name
            told += [f"{label}: {error}" for error in errors]
        return told


def list_named(request: HttpRequest, route: str) -> KnownList:
    """The list of a route. Raises Http404 where there is none, or this user may not open it"""
    try:
        view = resolve(reverse(route)).func
    except NoReverseMatch:
        raise Http404 from None
    page = getattr(view, "view_class", None)
    policy = policy_of(route)
    if page is None or not issubclass(page, ListPage) or not policy:
        raise Http404
    if "GET" not in allowed_methods(policy, request.user):
        raise Http404
    return KnownList(route, page, request)


def tell_stale(request: HttpRequest, told: list[str]) -> None:
    for sentence in told:
        messages.warning(request, sentence)
