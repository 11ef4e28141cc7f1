"""What projects add to the pages of the rooms below: organisations, agreements, countries."""

from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from common.sections import Section, contributes
from countries.models import Country
from organisations.models import Organisation
from parks.models import Park
from partners.models import Agreement
from sources.places import places

from . import dormant, timeline, trace  # noqa: F401  (what projects add to what partners tell)
from .maps import project_map
from .models import Project, ProjectParticipant


def with_participants(projects: QuerySet, user) -> QuerySet:
    """What a project's card shows: the participants and the park that this user may see."""
    participants = (
        ProjectParticipant.objects.visible_to(user).select_related("organisation").order_by("ordinal", "id")
    )
    parks = Park.objects.visible_to(user).select_related("organisation").prefetch_related(places())
    return projects.prefetch_related(
        Prefetch("participants", participants), Prefetch("park", parks), places()
    )


def related_projects(project: Project, user) -> list[Project]:
    """Others with a participant, an agreement or the park in common; prefetch them for this project."""
    bodies = [part.organisation_id for part in project.participants.all()]
    shared = ProjectParticipant.objects.visible_to(user).filter(organisation__in=bodies).values("project")
    resting = Q(agreements__in=[agreement.pk for agreement in project.agreements.all()])
    same_park = Q(park=project.park) if project.park else Q(pk=None)
    found = Project.objects.filter(Q(pk__in=shared) | resting | same_park).exclude(pk=project.pk)
    return _visible(found, user)


@contributes("organisation", position=30)
def projects(organisations: Sequence[Organisation], user) -> Section | None:
    """Those that it, or who operates it, takes part in, and those that serve it as a park."""
    part = ProjectParticipant.objects.visible_to(user).filter(organisation__in=organisations)
    served = Park.objects.visible_to(user).filter(organisation=organisations[0])
    found = Project.objects.filter(Q(pk__in=part.values("project")) | Q(park__in=served))
    return _section(found, _("Projects"), user)


@contributes("agreement", position=20)
def projects_resting_on(agreement: Agreement, user) -> Section | None:
    return _section(Project.objects.filter(agreements=agreement), _("Projects that rest on it"), user)


@contributes("country", position=60)
def projects_in_country(country: Country, user) -> Section | None:
    return _section(Project.objects.filter(country=country.code), _("Projects"), user)


def _visible(found: QuerySet, user) -> list[Project]:
    visible = Project.objects.visible_to(user).filter(pk__in=found.values("pk"))
    return list(with_participants(visible, user))


def _section(found: QuerySet, title: str, user) -> Section | None:
    rows = _visible(found, user)
    if not rows:
        return None
    drawn = [project_map(row) for row in rows]
    return Section("projects", title, "projects/_projects_section.html", rows, rows, drawn)
