"""Old addresses answer for ever: what was merged into another leads to the kept one."""

from django.http import HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers

from .mergeable import MERGINGS, ROUTES
from .models import Alias


class AliasMiddleware:
    """Turns a 404 of a route that knows old ids (`mergeable.answers_for`) into a 301, for who sees the row.

    Pages and API alike; only for reading: who writes must know what the record is today.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = new_path(request)
        if path is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        moved = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
        # Not for ever in a cache: the merge may be taken back, and not everybody sees the row.
        patch_cache_control(moved, private=True, no_cache=True)
        patch_vary_headers(moved, ["Cookie", "Authorization"])
        return moved


def new_path(request) -> str | None:
    """The path of the kept record, where the last part that names a record is an old one."""
    match = request.resolver_match
    model = ROUTES.get(match.view_name) if match else None
    if model is None:
        return None
    for old in (str(value) for value in match.kwargs.values()):
        kept = _kept(model, old, request.user)
        if kept is not None:
            is_id = old.startswith(f"{model._meta.pk.prefix}_")
            new = kept.pk if is_id else kept.slug
            return "/".join(new if part == old else part for part in request.path.split("/"))
    return None


def _kept(model, old, user):
    aliases = Alias.objects.filter(kind=model._meta.label_lower)
    by_slug = aliases.exclude(old_slug="").filter(old_slug=old)
    alias = aliases.filter(old_id=old).first() or by_slug.first()
    return MERGINGS[model].visible(user).filter(pk=alias.kept_id).first() if alias else None
