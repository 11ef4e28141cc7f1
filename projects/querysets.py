from django.db import models
from django.db.models import Q

from common.roles import is_curator
from organisations.models import Organisation
from sources.querysets import RecordQuerySet


class ProjectQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Public ones, and those that an organisation of this user takes part in."""
        if is_curator(user):
            return self.all()
        if not user.is_authenticated:
            return self.filter(is_published=True)
        own = self.model.objects.filter(participants__organisation__in=Organisation.objects.of_member(user))
        return self.filter(Q(is_published=True) | Q(pk__in=own.values("pk")))


class ProjectPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        projects = self.model._meta.get_field("project").related_model.objects.visible_to(user)
        visible = self.filter(project__in=projects)
        return (
            visible.filter(organisation__is_published=True)
            if hasattr(self.model, "organisation")
            else visible
        )
