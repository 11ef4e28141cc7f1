"""The export of the admin's lists."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import get_language

from .columns import columns_of, file_columns
from .exchange import RESOURCES
from .exports import FORMATS, export
from .shapes import Reader


class ExchangePages:
    """Gives the list of a model an export of exactly what is listed, and the way to the import."""

    @property
    def can_exchange(self) -> bool:
        return self.model in RESOURCES

    def get_urls(self):
        if not self.can_exchange:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("export/<str:kind>/", self.admin_site.admin_view(self.export_view), name=f"{name}_export"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"can_exchange": self.can_exchange, **(extra_context or {})})

    def export_view(self, request, kind):
        if kind not in FORMATS:
            raise SuspiciousOperation("No such format")
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._page('changelist')}?{ERROR_FLAG}=1")
        columns = [columns_of(self.model)[name] for name in file_columns(self.model)]
        return export(kind, rows, columns, Reader(request.user, get_language() or "en"))

    def _page(self, name) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")
