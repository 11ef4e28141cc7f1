from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from search.registry import Document, follow, register

from .models import Project


def _project(project: Project) -> Document:
    taking_part = [one.organisation for one in project.participants.all() if one.organisation.is_published]
    return Document(
        slug=project.slug,
        title=(project.title_en, project.title_zh_hans),
        summary=(project.summary_en, project.summary_zh_hans),
        text=(
            " ".join([project.aim_en or "", *(one.name_en or "" for one in taking_part)]),
            " ".join([project.aim_zh_hans or "", *(one.name_zh_hans or "" for one in taking_part)]),
        ),
        countries=[str(project.country)],
    )


register(
    "project",
    Project,
    label=_("Projects"),
    label_of_one=_("Project"),
    url_name="projects:detail",
    rows=lambda: Project.objects.prefetch_related("participants__organisation"),
    document=_project,
)
follow(
    Organisation,
    lambda bodies: Project.objects.filter(
        participants__organisation__in={body.pk for body in bodies}
    ).distinct(),
)
