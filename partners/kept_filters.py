"""The list of agreements for those who keep some."""

from django.utils.translation import gettext_lazy as _

from common.filters import YesNoFilter

from .filters import AgreementFilter
from .models import Agreement


class AgreementListFilter(AgreementFilter):
    """Signed-in people may ask for what their own parks keep."""

    kept = YesNoFilter(method="kept_by_ours", label=_("Kept by our parks"))

    class Meta(AgreementFilter.Meta):
        fields = [*AgreementFilter.Meta.fields, "kept"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.is_authenticated:
            del self.filters["kept"]

    def kept_by_ours(self, agreements, name, value):
        kept = Agreement.objects.kept_by(self.request.user).values("pk")
        return agreements.filter(pk__in=kept) if value else agreements.exclude(pk__in=kept)
