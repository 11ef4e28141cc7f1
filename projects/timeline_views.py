"""The timeline of a project, and its feed."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from common.feeds import followable
from partners.timeline import Scope
from partners.timeline_pages import Subject, latest_events, timeline_feed, timeline_page
from partners.views.timeline import subject_of

from .models import Project
from .timeline import of_project


def project(request, slug):
    return timeline_page(request, *_project(request, slug))


def project_latest(request, slug):
    return latest_events(request, *_project(request, slug))


@followable
def project_feed(request, slug):
    return timeline_feed(request, *_project(request, slug))


def _project(request, slug: str) -> tuple[Subject, Scope]:
    shown = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
    subject = subject_of(shown, shown.title, _("Projects"), reverse("projects:list"))
    return subject, of_project(shown, request.user)
