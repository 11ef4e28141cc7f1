"""Who read what a park keeps for itself though it is not their business: curators may, and it is noted.

A room says once which routes show its private rows::

    watch(Contact, "partners:contacts", "partners:contact", "api:contacts-list", "api:contacts-detail")

The pages of the model in the admin are watched with them. `history.middleware.ReadingMiddleware`
notes each answer of these routes to a curator.
"""

from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet

from common.roles import is_curator

from .models import Reading

ADMIN_PAGES = ("changelist", "change", "history", "delete", "export")
_WATCHED: dict[str, type[Model]] = {}


def watch(model: type[Model], *routes: str) -> None:
    """Note who reads rows of this model by these routes; its querysets know `within_reach`."""
    admin = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    _WATCHED.update(dict.fromkeys([*routes, *(f"{admin}_{page}" for page in ADMIN_PAGES)], model))


def note(request, status: int) -> None:
    """Keep that these rows were read, when a curator read them and they are not of the own parks."""
    match = request.resolver_match
    model = _WATCHED.get(match.view_name) if match else None
    user = getattr(request, "user", None)
    if model is None or user is None or status not in (200, 304) or not is_curator(user):
        return
    record_id = unquote(match.kwargs.get("object_id", "")) or match.kwargs.get("pk", "")
    if record_id and model._default_manager.within_reach(user).filter(pk=record_id).exists():
        return
    Reading.objects.create(
        user_id=user.pk,
        kind=model._meta.label_lower,
        record_id=record_id[:40],
        path=f"{request.path}{_taken_away(request)}"[:300],
        request_id=request.id,
    )


def _taken_away(request) -> str:
    """Says of a list that it was not looked at, but taken away as a file."""
    kind = request.GET.get("format", "")
    return f"?format={kind}" if kind else ""


def readings_of(record: Model) -> QuerySet[Reading]:
    """Who opened this row, the latest first; lists in which it stood are not told here."""
    return Reading.objects.filter(record_id=record.pk).select_related("user").order_by("-at", "-pk")
