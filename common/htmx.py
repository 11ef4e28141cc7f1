"""One address, two bodies: the whole page, or the part of it that htmx swaps in."""

from django.http import HttpRequest
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware leaves it."""

    htmx: HtmxDetails


#: For views that answer with either; caches keep the two apart.
vary_on_htmx = vary_on_headers("HX-Request", "HX-Target", "HX-History-Restore-Request")


def wants_fragment(request: HtmxRequest) -> bool:
    """Whether htmx asks for a part of the page: a boosted link and the back button want the whole of it."""
    return bool(request.htmx and request.htmx.target and not request.htmx.history_restore_request)
