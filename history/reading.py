"""Who read what a park keeps for itself though it is not their business: curators may, and it is noted.

A room says once which routes show its private rows::

    watch(Contact, "partners:contacts", "partners:contact", "api:contacts-list", "api:contacts-detail")

The pages of the model in the admin are watched with them. A page that shows rows of many kinds, as that
of a batch, says itself which it `shows`. `history.middleware.ReadingMiddleware` notes each such answer
to a curator.
"""

from collections.abc import Iterable

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


def shows(request, model: type[Model], ids: Iterable[str] = ()) -> None:
    """Say that the answer tells of these rows; nothing is noted of models that nobody watches.

    ids   of the rows, also of deleted ones; none where they cannot be told one by one
    """
    request = getattr(request, "_request", request)  # the API wraps the one that the middleware looks at
    if model in _WATCHED.values():
        request.shown_rows = getattr(request, "shown_rows", {})
        request.shown_rows.setdefault(model, set()).update(ids or [""])


def note(request, status: int) -> None:
    """Keep that these rows were read, when a curator read them and they are not of the own parks."""
    user = getattr(request, "user", None)
    read = _read(request)
    if not read or user is None or status not in (200, 304) or not is_curator(user):
        return
    path = f"{request.path}{_taken_away(request)}"[:300]
    readings = [
        Reading(
            user_id=user.pk,
            kind=model._meta.label_lower,
            record_id=record_id[:40],
            path=path,
            request_id=request.id,
        )
        for model, ids in read.items()
        for record_id in _of_others(model, ids, user)
    ]
    Reading.objects.bulk_create(readings)


def _read(request) -> dict[type[Model], set[str]]:
    """The ids of what was shown, by its model; an empty one stands for a list."""
    match = request.resolver_match
    shown: dict[type[Model], set[str]] = dict(getattr(request, "shown_rows", {}))
    if match and (model := _WATCHED.get(match.view_name)):
        record_id = unquote(match.kwargs.get("object_id", "")) or match.kwargs.get("pk", "")
        shown[model] = shown.get(model, set()) | {record_id}
    return shown


def _of_others(model: type[Model], ids: set[str], user) -> list[str]:
    """Those of them that are not of the parks of this user."""
    told = [pk for pk in ids if pk]
    own = set(model._default_manager.within_reach(user).filter(pk__in=told).values_list("pk", flat=True))  # type: ignore[attr-defined]
    return sorted(ids - own)


def _taken_away(request) -> str:
    """Says of a list that it was not looked at, but taken away as a file."""
    kind = request.GET.get("format", "")
    return f"?format={kind}" if kind else ""


def readings_of(record: Model) -> QuerySet[Reading]:
    """Who opened this row, the latest first; lists in which it stood are not told here."""
    return Reading.objects.filter(record_id=record.pk).select_related("user").order_by("-at", "-pk")
