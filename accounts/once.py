"""For view sets that create: a POST with an Idempotency-Key is done once."""

import hashlib
import json

from django.utils.translation import gettext as _

from common.problems import BadParameters
from common.writing import WrittenViewSet, written

from .operations.replays import answer_once

LONGEST = 255  # characters of a key


class AnswersOnce(WrittenViewSet):
    def _once(self, data, make):
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            return super()._once(data, make)
        if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
            detail = _("Idempotency-Key: 1 to %d printable ASCII characters.") % LONGEST
            raise BadParameters([{"header": "Idempotency-Key", "code": "invalid", "detail": detail}])
        said = json.dumps(data, sort_keys=True)
        asked = hashlib.sha256(f"{self.request.get_full_path()}\n{said}".encode()).hexdigest()
        with written():
            return answer_once(self.request.user, key, asked, make, self._may_see)

    def _may_see(self, pk: str) -> bool:
        return self.shape.model._default_manager.visible_to(self.request.user).filter(pk=pk).exists()


def answers_once(viewset: type[WrittenViewSet]) -> type[WrittenViewSet]:
    """The view set of a room below this one, doing once what is sent twice."""
    more = {"__doc__": viewset.__doc__, "__module__": viewset.__module__}
    return type(viewset.__name__, (AnswersOnce, viewset), more)
