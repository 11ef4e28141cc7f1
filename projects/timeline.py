"""What projects tell in timelines: when they begin and end, and what they deliver."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement
from partners.timeline import Kind, Scope, Step, Told, in_reader_language, tells

from .models import Deliverable, Project, ProjectParticipant


@tells(
    "project",
    Kind(_("Projects"), "project", is_public=True),
    project=Step(_("Project begins: %(title)s"), "projects:detail"),
    project_end=Step(_("Project ends: %(title)s"), "projects:detail"),
    delivered=Step(_("Delivered: %(title)s"), "projects:detail"),
)
def projects(scope: Scope, user) -> Iterator[Told]:
    found = Project.objects.visible_to(user).filter(_in(scope, user))
    title = in_reader_language("title")
    yield Told(found, "project", "starts_on", title, page="slug")
    yield Told(found, "project_end", "ends_on", title, page="slug", suffix="-end")
    parts = Deliverable.objects.visible_to(user).filter(project__in=found.values("pk"))
    delivered = parts.filter(status=Deliverable.Status.DELIVERED)
    of_project = in_reader_language("project__title")
    yield Told(delivered, "delivered", "due_on", title, note=of_project, page="project__slug")


def of_project(project: Project, user) -> Scope:
    """The scope of a project: its own events, and those of the agreements that it rests on."""
    agreements = Agreement.objects.visible_to(user).filter(projects=project).order_by()
    return Scope([*agreements.values_list("pk", flat=True)], project=project.pk)


def _in(scope: Scope, user) -> Q:
    if scope.project:
        return Q(pk=scope.project)
    rests = Project.agreements.through.objects.filter(agreement__in=scope.agreements)
    resting = Q(pk__in=rests.values("project"))
    if not scope.organisation:
        return resting
    parts = ProjectParticipant.objects.visible_to(user).filter(organisation__in=scope.organisations)
    served = Q(park__organisation=scope.organisation)
    return resting | served | Q(pk__in=parts.values("project"))
