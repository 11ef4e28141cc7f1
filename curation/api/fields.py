"""Fields of JSON that the machinery shows besides those of every room."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.shapes import Plain


@dataclass(frozen=True, eq=False)
class Kept(Plain):
    """JSON as it is kept in the row, which looks so.

    like   its JSON schema
    """

    like: Mapping = field(default_factory=dict)

    def schema(self, model):
        return self._described(dict(self.like))


TEXTS = {"type": "array", "items": {"type": "string"}}
NUMBERS = {"type": "object", "additionalProperties": {"type": "integer"}}
