from django.db.models import Q

from organisations.models import Organisation
from sources.querysets import RecordQuerySet


class ProjectQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Public ones, and those that an organisation of this user takes part in."""
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        own = self.model.objects.filter(participants__organisation__in=Organisation.objects.of_member(user))
        return self.filter(Q(is_published=True) | Q(pk__in=own.values("pk")))

    def visible_paths(self, user):
        paths = super().visible_paths(user)
        return None if paths and user.is_authenticated else paths


class ProjectPartQuerySet(RecordQuerySet):
    """Parts of a project: seen where it is seen, and so is the organisation, if the part names one."""

    def visible_to(self, user):
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        projects = self.model._meta.get_field("project").related_model.objects.visible_to(user)
        others = [f"{path}__is_published" for path in self.model.visible_through if path != "project"]
        return self.filter(project__in=projects, **dict.fromkeys(others, True))

    def visible_paths(self, user):
        paths = super().visible_paths(user)
        return None if paths and user.is_authenticated else paths
