"""What may be sent about a file on its way into the register."""

import hashlib

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from common.bodies import Body, Words, YesNo
from common.jsonbody import BadBody, NotJson
from common.spreadsheets.tables import MOST_COLUMNS
from common.texts import is_text

from ..models import SlashDays

UPLOAD = {
    "type": "object",
    "properties": {
        "model": {"type": "string", "description": "The kind of records, as `partners.contact`."},
        "owner": {
            "type": "string",
            "description": "Id of the park that the rows are for; needed when you work for several.",
        },
        "file": {"type": "string", "format": "binary", "description": "CSV or XLSX; its name tells which."},
    },
    "required": ["model", "file"],
}


class ImportChange(Body):
    """How the file is read, and what its columns are."""

    encoding = Words(max_length=30, allow_blank=True, required=False)
    delimiter = Words(max_length=1, allow_blank=True, required=False, trim_whitespace=False)
    sheet = Words(max_length=100, allow_blank=True, required=False)
    mapping = serializers.ListField(
        child=Words(max_length=100, allow_blank=True),
        max_length=MOST_COLUMNS,
        required=False,
        help_text=gettext_lazy(
            "For each column of the file the name of the column that it is, empty where it is left out."
        ),
    )
    slash_days = serializers.ChoiceField(
        choices=SlashDays.choices,
        allow_blank=True,
        required=False,
        help_text=gettext_lazy("What comes first in days such as 4/5/2024; they are refused without it."),
    )


class RunBody(Body):
    """Which of the rows are written."""

    good_only = YesNo(default=False, help_text=gettext_lazy("Leave refused rows out; else none is written."))
    with_doubles = YesNo(default=False, help_text=gettext_lazy("Also rows that may be there already."))
    in_spite = YesNo(
        default=False,
        help_text=gettext_lazy("Also where a grave finding makes the file doubtful."),
    )


def uploaded(request) -> tuple[dict[str, str], dict[str, UploadedFile]]:
    """The texts and the file of a Django request. Raises NotJson, BadBody, serializers.ValidationError"""
    if request.content_type != "multipart/form-data":
        raise NotJson(_("Send a form with a file, with the header Content-Type: multipart/form-data."))
    try:
        texts, files = request.POST.dict(), request.FILES.dict()
    except (MultiPartParserError, SuspiciousOperation):
        raise BadBody(_("The body is not the form that it says it is.")) from None
    known = UPLOAD["properties"]
    if unknown := sorted({*texts, *files} - set(known)):
        words = _("There is no such field. Known: %(names)s.") % {"names": ", ".join(known)}
        raise serializers.ValidationError({name[:100]: [words] for name in unknown[:20]})
    if not all(map(is_text, texts.values())):
        raise BadBody(_("The body holds characters that are not text (NUL or half a character)."))
    return texts, files


def fingerprint(files: dict[str, UploadedFile]) -> dict[str, str]:
    """Of what stands in the files and what they are called: the same is sent again."""
    told = {}
    for field, file in files.items():
        said = hashlib.sha256()
        for chunk in file.chunks():
            said.update(chunk)
        file.seek(0)
        told[field] = f"{file.name} {said.hexdigest()}"
    return told
