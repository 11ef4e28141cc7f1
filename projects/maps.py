"""A project on the map: the park it serves, or its first participant, and all that take part."""

from django.utils.translation import gettext as _

from organisations.maps import point

from .models import Project


def project_map(project: Project) -> dict | None:
    """Prefetch the participants and the park as `sections.with_participants` does."""
    parts = [part for part in project.participants.all() if part.organisation.latitude is not None]
    park = project.park.organisation if project.park else None
    centre = park if park and park.latitude is not None else None
    if centre is None and parts:
        centre = parts[0].organisation
    if centre is None:
        return None
    points = {centre.pk: point(centre, size=3)}
    lines = []
    for part in parts:
        other = part.organisation
        if other.pk not in points:
            points[other.pk] = point(other, size=2)
            lines.append(
                {
                    "from": other.pk,
                    "to": centre.pk,
                    "kind": _line(project),
                    "label": _("%(project)s: %(one)s – %(other)s")
                    % {"project": project, "one": other, "other": centre},
                    "url": project.get_absolute_url(),
                }
            )
    return {"points": list(points.values()), "lines": lines}


def _line(project: Project) -> str:
    """What is only planned is drawn dashed."""
    return "plan" if project.phase in (Project.Phase.IDEA, Project.Phase.PLANNED) else "project"
