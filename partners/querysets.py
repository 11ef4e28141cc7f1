from django.db import models
from django.db.models import Q

from common.roles import is_curator
from organisations.models import Organisation
from sources.querysets import RecordQuerySet


class AgreementQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Public ones, and those that an organisation of this user is a party to."""
        if is_curator(user):
            return self.all()
        if not user.is_authenticated:
            return self.filter(is_published=True)
        own = self.model.objects.filter(parties__organisation__in=Organisation.objects.of_member(user))
        return self.filter(Q(is_published=True) | Q(pk__in=own.values("pk")))

    def partnerships(self):
        """Signed ones that are more than an intention: the only ones to be counted as partnerships."""
        return self.exclude(kind__in=self.model.INTENTIONS).exclude(status__in=self.model.UNSIGNED)


class AgreementPartyQuerySet(models.QuerySet):
    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        agreements = self.model._meta.get_field("agreement").related_model.objects.visible_to(user)
        return self.filter(agreement__in=agreements, organisation__is_published=True)
