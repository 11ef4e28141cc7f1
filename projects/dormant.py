"""What projects say of whether an agreement lives."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partners.dormant import Sign, lives_by

from .models import Project

OVER = (Project.Phase.COMPLETED, Project.Phase.CANCELLED)


def _under_way(user) -> QuerySet:
    return Project.objects.visible_to(user).exclude(phase__in=OVER)


lives_by(
    Sign(_("project under way"), _under_way, "agreements"),
    Sign(_("project"), lambda user: Project.objects.visible_to(user), "agreements", "created_at"),
)
