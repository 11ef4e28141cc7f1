"""The timeline of a project in the API."""

from partners.api.timelines import Timeline, described, one_of

from .models import Project
from .timeline import of_project


@described("projects", "a project")
class ProjectTimeline(Timeline):
    def scope(self, thing):
        user = self.request.user
        return of_project(one_of(Project.objects.visible_to(user), thing, "slug"), user)
