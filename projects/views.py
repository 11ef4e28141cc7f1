"""Cooperation projects: on which path, in which phase, with whom, on what they rest."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.listing import ListPage
from partners.models import Agreement
from partners.sections import with_parties
from partners.timeline_pages import Subject
from sources.places import cited

from .filters import ProjectFilter
from .maps import project_map
from .models import Project
from .sections import related_projects, with_participants


class ProjectList(ListPage):
    filterset_class = ProjectFilter
    title = _("Projects")
    lead = _("What parks and their partners plan, build, found and buy together, on three paths.")
    row_template = "projects/_project_row.html"
    sortings = {
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
        "-starts_on": _("Start, newest first"),
        "starts_on": _("Start, oldest first"),
    }

    def get_queryset(self):
        return with_participants(Project.objects.visible_to(self.request.user), self.request.user)


class ProjectDetail(DetailView):
    template_name = "projects/project_detail.html"

    def get_queryset(self):
        user = self.request.user
        agreements = with_parties(Agreement.objects.visible_to(user), user)
        return with_participants(Project.objects.visible_to(user), user).prefetch_related(
            "deliverables", "discrepancies", Prefetch("agreements", agreements)
        )

    def get_context_data(self, **kwargs):
        project = self.object
        user = self.request.user
        return super().get_context_data(
            related=related_projects(project, user),
            latest=[Subject(project.title, project.get_absolute_url(), ())],
            map_data=project_map(project),
            cited=cited(project, project.agreements.all(), [project.park] if project.park else []),
            crumbs=[
                {"label": gettext("Projects"), "url": reverse("projects:list")},
                {"label": str(project), "url": self.request.path},
            ],
            **kwargs,
        )
