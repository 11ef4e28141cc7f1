"""The import and export pages of the admin."""

import secrets

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.cache import cache
from django.core.exceptions import NON_FIELD_ERRORS, SuspiciousOperation, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from . import spreadsheets
from .columns import columns_of, file_columns
from .exchange import RESOURCES, References, YesNo
from .exports import FORMATS, export
from .shapes import Reader
from .translated import column_label

KEPT_SECONDS = 3600
SHOWN_ROWS = 200
COUNTRY = gettext_lazy("Country code of two letters (ISO 3166-1).")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, or XLSX; the first row names the columns. At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ExchangePages:
    """Gives the pages of a model an import with preview, and an export of exactly what is listed."""

    @property
    def can_exchange(self) -> bool:
        return self.model in RESOURCES

    def get_urls(self):
        if not self.can_exchange:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("import/", self.admin_site.admin_view(self.import_view), name=f"{name}_import"),
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

    def import_view(self, request):
        """Upload → what would change, or all that is wrong → write."""
        token = request.POST.get("token")
        if token:
            return self._write(request, token)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            name, data = upload.name, upload.read(spreadsheets.MOST_BYTES + 1)
            try:
                table = spreadsheets.read(name, data)
            except spreadsheets.UnreadableFile as error:
                form.add_error("file", str(error))
            else:
                result = RESOURCES[self.model]().read(table, dry_run=True)
                kept = {} if wrong(result, table) else {"token": self._keep(request, name, data)}
                return self._page_with(request, form, preview(result, table) | kept, name)
        return self._page_with(request, form, {}, "")

    def _keep(self, request, name, data) -> str:
        token = secrets.token_urlsafe(24)
        cache.set(self._kept_as(request, token), (name, data), KEPT_SECONDS)
        return token

    def _kept_as(self, request, token) -> str:
        # Bound to who looked at the preview, and to what it was a preview of.
        return f"import:{self.opts.label_lower}:{request.user.pk}:{token}"

    def _write(self, request, token):
        if len(token) > 64 or not token.replace("-", "").replace("_", "").isalnum() or not token.isascii():
            raise SuspiciousOperation("Not a token")
        name, data = cache.get(self._kept_as(request, token)) or (None, None)
        if data is None:
            messages.error(request, _("The preview is more than an hour old. Please choose the file again."))
            return HttpResponseRedirect(request.path)
        table = spreadsheets.read(name, data)
        result = RESOURCES[self.model]().read(table, dry_run=False)
        if wrong(result, table):  # something else was changed since the preview
            return self._page_with(request, UploadForm(), preview(result, table), name)
        cache.delete(self._kept_as(request, token))
        messages.success(request, done(result))
        return HttpResponseRedirect(self._page("changelist"))

    def _page(self, name) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    def _page_with(self, request, form, more, file_name):
        context = {
            **self.admin_site.each_context(request),
            **more,
            "title": _("Import %(things)s") % {"things": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "file_name": file_name,
            "columns": list(self._columns()),
        }
        return TemplateResponse(request, "admin/import.html", context)

    def _columns(self):
        """What people must know of each column."""
        resource = RESOURCES[self.model]
        for name, column in resource.fields.items():
            field = self.opts.get_field(name)
            yield {
                "name": name,
                "label": column_label(field),
                "is_key": name in resource._meta.import_id_fields,
                "choices": getattr(column.widget, "choices", []),
                "help": COUNTRY if isinstance(field, CountryField) else field.help_text,
                "points_to": field.related_model._meta.verbose_name if field.is_relation else "",
                "is_list": isinstance(column.widget, References),
                "is_yes_no": isinstance(column.widget, YesNo),
            }


def wrong(result, table) -> list[dict]:
    """All that is wrong: the row in the file, the column, what stands there, and the rule."""
    told = [
        {"row": 1, "column": "", "value": "", "rule": sentence}
        for error in result.base_errors
        for sentence in getattr(error.error, "messages", [str(error.error)])
    ]
    if told:
        return told
    for row in result.invalid_rows:
        cells = dict(zip(table.headers, table.rows[row.number - 1], strict=True))
        for column, sentences in row.error_dict.items():
            name = "" if column == NON_FIELD_ERRORS else column
            told += [
                {"row": row.number, "column": name, "value": cells.get(name, ""), "rule": sentence}
                for sentence in sentences
            ]
    for row in result.error_rows:
        told += [
            {"row": row.number, "column": "", "value": "", "rule": _sentence(one.error)} for one in row.errors
        ]
    told.sort(key=lambda one: one["row"])
    return [one | {"row": table.numbers[one["row"] - 1]} for one in told]


def _sentence(error) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("The database cannot take this row.")


def preview(result, table) -> dict:
    """What the page shows of a result."""
    problems = wrong(result, table)
    changed = [
        {
            "row": table.numbers[place],
            "action": row.import_type,
            "label": row.object_repr,
            "changes": row.diff,
        }
        for place, row in enumerate(result.rows)
        if row.import_type in ("new", "update") and not problems
    ]
    return {
        "problems": problems[:SHOWN_ROWS],
        "more_problems": max(0, len(problems) - SHOWN_ROWS),
        "bad_rows": len({problem["row"] for problem in problems}),
        "rows": changed[:SHOWN_ROWS],
        "more_rows": max(0, len(changed) - SHOWN_ROWS),
        "totals": result.totals,
        "has_result": True,
        "all_rows": len(table.rows),
    }


def done(result) -> str:
    new, changed, same = (result.totals[kind] for kind in ("new", "update", "skip"))
    return " ".join(
        [
            ngettext("%(n)s row added.", "%(n)s rows added.", new) % {"n": new},
            ngettext("%(n)s row changed.", "%(n)s rows changed.", changed) % {"n": changed},
            ngettext("%(n)s row was the same already.", "%(n)s rows were the same already.", same)
            % {"n": same},
        ]
    )
