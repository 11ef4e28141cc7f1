from organisations.querysets import SharedPartQuerySet, SharedQuerySet


class AgreementQuerySet(SharedQuerySet):
    taking_part = "parties__organisation"

    def partnerships(self):
        """Signed ones that are more than an intention: the only ones to be counted as partnerships."""
        return self.exclude(kind__in=self.model.INTENTIONS).exclude(status__in=self.model.UNSIGNED)


class AgreementPartyQuerySet(SharedPartQuerySet):
    whole = "agreement"
