"""Middleware that only pages need: calls of the API pass by it.

The API has no scripts, messages or language in its address, so its way may be shorter.
"""

from csp.middleware import CSPMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django_htmx.middleware import HtmxMiddleware

from common.api import accepted_language

API = "/api/v1/"


def for_pages(middleware: type) -> type:
    """The same middleware for everything but the API."""

    class ForPages(middleware):
        def __call__(self, request):
            if request.path_info.startswith(API):
                return self.get_response(request)
            return super().__call__(request)

    return ForPages


class Locale(LocaleMiddleware):
    """The language of a page stands in its address; that of an API answer in Accept-Language."""

    def __call__(self, request):
        if not request.path_info.startswith(API):
            return super().__call__(request)
        language = accepted_language(request)
        with override(language):
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response


Csp = for_pages(CSPMiddleware)
Messages = for_pages(MessageMiddleware)
Htmx = for_pages(HtmxMiddleware)
