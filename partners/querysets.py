from django.db.models import Q

from organisations.models import Organisation
from sources.querysets import RecordQuerySet


class AgreementQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Public ones, and those that an organisation of this user is a party to."""
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        own = self.model.objects.filter(parties__organisation__in=Organisation.objects.of_member(user))
        return self.filter(Q(is_published=True) | Q(pk__in=own.values("pk")))

    def visible_paths(self, user):
        paths = super().visible_paths(user)
        return None if paths and user.is_authenticated else paths

    def partnerships(self):
        """Signed ones that are more than an intention: the only ones to be counted as partnerships."""
        return self.exclude(kind__in=self.model.INTENTIONS).exclude(status__in=self.model.UNSIGNED)


class AgreementPartyQuerySet(RecordQuerySet):
    def visible_to(self, user):
        if self.visible_paths(user) is not None:
            return super().visible_to(user)
        agreements = self.model._meta.get_field("agreement").related_model.objects.visible_to(user)
        return self.filter(agreement__in=agreements, organisation__is_published=True)

    def visible_paths(self, user):
        paths = super().visible_paths(user)
        return None if paths and user.is_authenticated else paths
