"""What was imported, merged or edited at once, as JSON."""

from common.people import UserName
from common.shapes import One, Plain, Shape

from ..models import Batch

_OWN = [
    Plain("id"),
    Plain("kind"),
    Plain("label", note="What it was: the name of the file, of the merged records, of the list."),
    UserName("made_by"),
    Plain("made_at"),
]
TAKEN_BACK_BY = Shape("TakingBack", Batch, card=_OWN)
BATCH = Shape(
    "Batch",
    Batch,
    card=[*_OWN, One("undone", shape=TAKEN_BACK_BY, known=True, note="The batch that took it back.")],
)
