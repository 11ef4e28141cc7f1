"""The cooperation network as a map: every place that is tied to another, and what ties them."""

from collections import Counter

from django.utils.translation import gettext as _

from organisations.maps import point
from organisations.models import Organisation, OrganisationRelation
from parks.models import Park
from partners.maps import agreement_line
from partners.models import Agreement
from partners.sections import with_parties
from projects.maps import project_map
from projects.models import Project
from projects.sections import with_participants

BUSY = 4  # lines that make a place stand out


def network(user) -> dict:
    """Points and lines for `components/map.html`; a constant number of queries.

    A relation between bodies in the same place, such as a campus and its operator, is no line.
    """
    lines = [*_agreement_lines(user), *_project_lines(user), *_relation_lines(user)]
    ends = Counter(end for line in lines for end in (line["from"], line["to"]))
    parks = Park.objects.visible_to(user)
    placed = Organisation.objects.visible_to(user).filter(latitude__isnull=False)
    bodies = placed.filter(pk__in=ends) | placed.filter(pk__in=parks.values("organisation"))
    points = [point(body, size=_size(ends[body.pk])) for body in bodies.distinct().order_by("pk")]
    known = {one["id"] for one in points}
    return {"points": points, "lines": [line for line in lines if {line["from"], line["to"]} <= known]}


def _size(lines: int) -> int:
    if lines >= BUSY:
        return 3
    return 2 if lines else 1


def _agreement_lines(user) -> list[dict]:
    """From the first party of each agreement to the others."""
    lines = []
    for agreement in with_parties(Agreement.objects.visible_to(user), user):
        first, *others = [party.organisation for party in agreement.parties.all()] or [None]
        lines += [agreement_line(agreement, first, other) for other in others]
    return lines


def _project_lines(user) -> list[dict]:
    projects = with_participants(Project.objects.visible_to(user), user)
    return [
        line | {"url": project.get_absolute_url(), "label": f"{project}: {line['label']}"}
        for project in projects
        if (drawn := project_map(project))
        for line in drawn["lines"]
    ]


def _relation_lines(user) -> list[dict]:
    relations = OrganisationRelation.objects.visible_to(user).select_related("organisation", "other")
    return [
        {
            "from": relation.organisation_id,
            "to": relation.other_id,
            "kind": "relation",
            "label": _("%(organisation)s %(relation)s %(other)s")
            % {
                "organisation": relation.organisation,
                "relation": relation.get_kind_display(),
                "other": relation.other,
            },
            "url": relation.organisation.get_absolute_url(),
        }
        for relation in relations
        if _are_apart(relation.organisation, relation.other)
    ]


def _are_apart(one: Organisation, other: Organisation) -> bool:
    if one.latitude is None or other.latitude is None:
        return False
    return (one.latitude, one.longitude) != (other.latitude, other.longitude)
