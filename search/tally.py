"""How many entries there are of each kind and facet, kept as they change, so that nobody counts a million.

Each statement that writes entries leaves what it added and took away (triggers of migration 0003), as
rows of their own: two that write at once do not wait for each other. `fold` adds them up.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Sum

from common.roles import is_curator

from .models import Tally

FOLD = """
WITH old AS (DELETE FROM search_tally RETURNING kind, token, is_published, number)
INSERT INTO search_tally (kind, token, is_published, number)
SELECT kind, token, is_published, sum(number) FROM old
GROUP BY kind, token, is_published HAVING sum(number) <> 0
"""


def tallied(kinds: Iterable[str], user) -> dict[str, int]:
    """The number of entries of these kinds that this user sees, by token; of all of them under ""."""
    seen = Tally.objects.filter(kind__in=list(kinds))
    if not is_curator(user):
        seen = seen.filter(is_published=True)
    numbers: dict[str, int] = defaultdict(int)
    numbers.update(seen.values_list("token").annotate(Sum("number")).order_by())
    return numbers


@transaction.atomic
def fold() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
