"""How lists of shares are narrowed down, on pages and in the API."""

from django.utils.translation import gettext_lazy as _

from common.filters import RecordFilter, YesNoFilter

from .models import Share


class ShareFilter(RecordFilter):
    orderings = {"starts_on": "starts_on"}
    usual = "-starts_on"

    in_force = YesNoFilter(method="are_in_force", label=_("In force"))

    class Meta:
        model = Share
        fields = ["in_force"]

    def are_in_force(self, shares, name, value):
        now = Share.objects.in_force().values("pk")
        return shares.filter(pk__in=now) if value else shares.exclude(pk__in=now)
