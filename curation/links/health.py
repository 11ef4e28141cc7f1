"""What dead links mean for the records that point to them."""

from django.db.models import Exists, OuterRef, Q

from ..models import Link
from ..quality.scoring import rescore
from .gathering import pointing_to


def not_dead(field: str) -> Q:
    """True for records whose address in this field is not known to be dead; also where it is empty."""
    return Q(~Exists(Link.objects.filter(address=OuterRef(field), state=Link.State.DEAD)))


def judge_again(address: str) -> None:
    """Score the published records that point to an address which died, or came back."""
    rescore(pointing_to([address])[address])
