"""One answer to one request, however often it is sent."""

import datetime
from collections.abc import Callable, Iterable

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions, status

from ..models import Replay

KEPT = datetime.timedelta(hours=24)


class KeyUsed(exceptions.APIException):
    """The key came with another address or body before."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key-used"


def answer_once(
    user, key: str, asked: str, make: Callable[[], HttpResponse], may_see: Callable[[str], bool]
) -> HttpResponse:
    """The answer of `make`; where it was made before, the same one again. Within a transaction.

    Who comes second while the first is still at work waits for it: the key is a row that is inserted
    in the transaction of the write. An error, or a process that dies, keeps nothing.

    asked     hash of what is asked for
    may_see   whether the user still sees the record of this id
    Raises    KeyUsed; Http404 where the user may not see any more what was made
    """
    Replay.objects.bulk_create([Replay(user=user, key=key, asked=asked)], ignore_conflicts=True)
    replay = Replay.objects.get(user=user, key=key)
    if replay.asked != asked:
        raise KeyUsed(_("This Idempotency-Key was sent with another request before."))
    if replay.status:
        if not may_see(replay.record):
            raise Http404
        return HttpResponse(replay.content, status=replay.status, headers=replay.headers)
    answer = make()
    replay.status, replay.headers = answer.status_code, dict(answer.items())
    replay.content, replay.record = answer.content.decode(), getattr(answer, "record", "")
    replay.save(update_fields=["status", "headers", "content", "record"])
    return answer


def forget_old_answers() -> int:
    """Drop the answers that are older than promised. Returns how many."""
    return Replay.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]


def forget_answers_about(records: Iterable[str], words: Iterable[str] = ()) -> int:
    """Empty the kept answers of these records, and those that hold one of these words.

    Their keys stay used: sent again, the request is answered with 404 and does nothing. Returns how many.
    """
    about = Q(record__in=list(records))
    for word in words:
        about |= Q(content__contains=word)
    return Replay.objects.filter(about).update(content="", headers={}, record="")
