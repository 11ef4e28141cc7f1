"""Forms of the import wizard: a file, and what its columns are."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import OpenTable, UnreadableFile
from common.spreadsheets.encodings import ENCODINGS

from .importing.heads import is_reason, is_tags
from .importing.sheets import Sheet
from .models import Import, SlashDays
from .operations import imports

DELIMITERS = {
    ",": _("comma"),
    ";": _("semicolon"),
    "\t": _("tabulator"),
    "|": _("vertical bar"),
}


class UploadForm(forms.Form):
    """A file, of which kind of records, and for whom."""

    model = forms.ChoiceField(label=_("What is in it"))
    owner = forms.ChoiceField(
        label=_("For which park"), required=False, help_text=_("Contacts and interactions belong to a park.")
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX as it comes out of a spreadsheet program; the first row names the columns."),
    )

    def __init__(self, *args, user, sheets: list[Sheet], **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.sheets = user, {sheet.name: sheet for sheet in sheets}
        self.fields["model"].choices = [(name, sheet.label) for name, sheet in self.sheets.items()]  # type: ignore[attr-defined]
        owned = next((sheet for sheet in sheets if sheet.importing.owners), None)
        found = owned.owners(user) if owned else None
        self.owners = {one.pk: str(one) for one in found} if found is not None else {}
        needs_owner = all(sheet.importing.owners for sheet in sheets)
        if not self.owners:
            del self.fields["owner"]
        elif len(self.owners) == 1 and needs_owner:
            self.fields["owner"].initial = next(iter(self.owners))
            self.fields["owner"].widget = forms.HiddenInput()
        choices = [*self.owners.items()] if needs_owner else [("", _("none")), *self.owners.items()]
        if "owner" in self.fields:
            self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self):
        cleaned = super().clean()
        sheet = self.sheets.get(cleaned.get("model", ""))
        if sheet and sheet.importing.owners and not cleaned.get("owner"):
            if len(self.owners) == 1:
                (cleaned["owner"],) = self.owners
            elif "owner" in self.fields and "owner" not in self.errors:
                self.add_error("owner", _("Say for which park."))
        file = cleaned.get("file")
        if file and file.size > settings.IMPORT_MOST_BYTES:
            most = settings.IMPORT_MOST_BYTES >> 20
            self.add_error("file", _("The file is larger than %(most)s MB. Split it.") % {"most": most})
        return cleaned

    def take_in(self) -> Import | None:
        """None where the file cannot be read, which the form tells."""
        cleaned = self.cleaned_data
        sheet = self.sheets[cleaned["model"]]
        owner = cleaned.get("owner", "") if sheet.importing.owners else ""
        try:
            return imports.take_in(cleaned["file"], sheet=sheet, owner=owner, by=self.user)
        except UnreadableFile as error:
            self.add_error("file", str(error))
        except imports.NotYours as error:
            self.add_error(None, str(error))
        return None


class ReadingForm(forms.Form):
    """How the file is read, where what was found is wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Between the columns"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *args, table: OpenTable, **kwargs):
        super().__init__(*args, **kwargs)
        found = {"encoding": table.encoding, "delimiter": table.delimiter, "sheet": table.sheet}
        offered = {
            "encoding": list(ENCODINGS.items()) if table.encoding else [],
            "delimiter": list(DELIMITERS.items()) if table.delimiter else [],
            "sheet": [(name, name) for name in table.sheets] if len(table.sheets) > 1 else [],
        }
        for name, choices in offered.items():
            if not choices:
                del self.fields[name]
                continue
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].initial = found[name]


class ColumnsForm(forms.Form):
    """For each column of the file which column of the records it is."""

    def __init__(
        self,
        *args,
        sheet: Sheet,
        headers: list[str],
        mapping: list[str],
        samples: list[list[str]],
        slash_days: str = "",
        doubtful_days: Sequence[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        choices = [("", gettext("– leave out –"))]
        choices += [(name, column.label) for name, column in sheet.columns.items()]
        for place, (header, name) in enumerate(zip(headers, mapping, strict=True)):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header or _("column %(number)s") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=name,
                help_text=self._help(header, name, [row[place] for row in samples if row[place]]),
            )
        if doubtful_days or slash_days:
            self.fields["slash_days"] = forms.ChoiceField(
                label=_("What comes first in dates such as 4/5/2024?"),
                choices=[("", gettext("– refuse them –")), *SlashDays.choices],
                required=False,
                initial=slash_days,
                help_text=" · ".join(doubtful_days),
            )

    @staticmethod
    def _help(header: str, name: str, samples: list[str]) -> str:
        """What stands in the first rows, and why what nobody else wrote is not read."""
        if is_reason(header):
            return gettext("The portal's own reasons of an earlier import: not read.")
        if is_tags(header) and not name:
            return gettext("Tags are not read in. Put them on in the list, on many rows at once.")
        return " · ".join(Truncator(sample).chars(40) for sample in samples)

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields if name.startswith("column-")]

    @property
    def slash_days(self) -> str:
        return self.cleaned_data.get("slash_days", "")
