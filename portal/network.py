"""The cooperation network as a map: every park, every place that is tied to another, and what ties them."""

from collections import Counter

from organisations.maps import merged, point, relation_map
from organisations.models import OrganisationRelation
from parks.models import Park
from partners.maps import agreement_map
from partners.models import Agreement
from partners.sections import with_parties
from projects.maps import project_map
from projects.models import Project
from projects.sections import with_participants

BUSY = 4  # lines that make a place stand out


def network(user) -> dict:
    """Points and lines for `components/map.html`; a constant number of queries."""
    agreements = with_parties(Agreement.objects.visible_to(user), user)
    projects = with_participants(Project.objects.visible_to(user), user)
    relations = OrganisationRelation.objects.visible_to(user).select_related("organisation", "other")
    parks = Park.objects.visible_to(user).filter(organisation__latitude__isnull=False)
    drawn = merged(
        [
            *map(agreement_map, agreements),
            *map(project_map, projects),
            *map(relation_map, relations),
            {
                "points": [point(park.organisation) for park in parks.select_related("organisation")],
                "lines": [],
            },
        ]
    )
    ends = Counter(end for line in drawn["lines"] for end in (line["from"], line["to"]))
    points = [one | {"size": _size(ends[one["id"]])} for one in drawn["points"]]
    return {"points": points, "lines": drawn["lines"]}


def _size(lines: int) -> int:
    if lines >= BUSY:
        return 3
    return 2 if lines else 1
