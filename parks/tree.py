"""The park tree around one park, as `components/tree.html` shows it."""

from itertools import pairwise

from .models import Park


def tree_around(park: Park, user) -> list[dict]:
    """What the park lies in, and what lies in it, without the parks that this user may not see.

    A park below a hidden one hangs on the nearest one above that is seen, so that nothing shows the gap.
    """
    above = Park.objects.with_tree_fields().get(pk=park.pk).tree_path[:-1]
    seen = Park.objects.visible_to(user).select_related("organisation").with_tree_fields()
    chain = [*sorted(seen.filter(pk__in=above), key=lambda one: len(one.tree_path)), park]
    nodes = {one.pk: _node(one, is_current=one == park) for one in chain}
    for upper, lower in pairwise(chain):
        nodes[upper.pk]["children"].append(nodes[lower.pk])
    for one in seen.descendants(park):
        nearest = next(pk for pk in reversed(one.tree_path[:-1]) if pk in nodes)
        nodes[one.pk] = _node(one)
        nodes[nearest]["children"].append(nodes[one.pk])
    return [nodes[chain[0].pk]] if len(nodes) > 1 else []


def _node(park: Park, is_current: bool = False) -> dict:
    return {
        "label": park.organisation.name,
        "url": park.get_absolute_url(),
        "note": park.get_kind_display(),
        "is_current": is_current,
        "children": [],
    }
