"""What a user finds in the portal: each delivery with its words, made when it is looked at."""

from collections import defaultdict
from collections.abc import Iterable

from .kinds import kind_named
from .models import Delivery


def with_words(deliveries: Iterable[Delivery], user) -> list[Delivery]:
    """Give each its `message` and the `label` of its kind; leave out what the user may see no more.

    One statement for each kind of event among them.
    """
    deliveries = list(deliveries)
    wanted = defaultdict(set)
    for delivery in deliveries:
        wanted[delivery.event.kind].add(delivery.event.record_id)
    records = {name: kind_named(name).records(ids, user) for name, ids in wanted.items()}
    shown = []
    for delivery in deliveries:
        record = records[delivery.event.kind].get(delivery.event.record_id)
        if record is not None:
            kind = kind_named(delivery.event.kind)
            delivery.message, delivery.label = kind.say(delivery.event, record), kind.label
            shown.append(delivery)
    return shown
