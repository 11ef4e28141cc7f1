"""What was imported, merged or edited at once, as JSON."""

from common.people import UserName
from common.shapes import Field, One, Plain, Shape

from ..models import Batch


class Waiting(Field):
    """Whether it is an undoing that a worker has still to do: `Batch.is_waiting`."""

    def sql(self, row):
        return f"({row.column('kind')} = '{Batch.Kind.UNDOING}' AND {row.column('contexts')} = '{{}}')"

    def schema(self, model):
        return self._described({"type": "boolean"})

    def models(self, model):
        yield model


class HowMany(Field):
    """How many things stand in a list that is kept as JSON."""

    def sql(self, row):
        return f"jsonb_array_length({row.column(self.path)})"

    def schema(self, model):
        return self._described({"type": "integer"})


_OWN = [
    Plain("id"),
    Plain("kind"),
    Plain("label", note="What it was: the name of the file, of the merged records, of the list."),
    UserName("made_by"),
    Plain("made_at"),
    Waiting("is_waiting", note="It is done in the background, and not through yet."),
    HowMany("left", path="conflicts", note="Of an undoing: how much it left as it was; see `left/`."),
]
TAKEN_BACK_BY = Shape("TakingBack", Batch, card=_OWN)
BATCH = Shape(
    "Batch",
    Batch,
    card=[*_OWN, One("undone", shape=TAKEN_BACK_BY, known=True, note="The batch that took it back.")],
)
