"""Files that people read into the register, and the walk of one through the steps."""

from django.core.files.uploadedfile import SimpleUploadedFile

from curation.importing.sheets import sheet_of
from curation.models import Import, ImportRow
from curation.operations import imports

#: The second row tells which comes first, the first may be two days.
SLASHED = "slug,name_en,kind,founded_on\na,A,company,4/5/2024\nb,B,company,31/5/2024\nc,C,company,6/6/2024\n"


def upload(text: str, name: str = "rows.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def looked_at(model, text: str, by, *, owner=None, name="rows.csv", encoding="utf-8") -> Import:
    """Uploaded, its columns as they were guessed, and its rows looked at."""
    file = upload(text, name, encoding)
    import_ = imports.take_in(file, sheet=sheet_of(model), owner=owner.pk if owner else "", by=by)
    imports.choose_columns(import_, import_.mapping, by=by)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    return import_


def written(import_: Import, by, *, good_only=False, with_doubles=False) -> Import:
    imports.start(import_, by=by, good_only=good_only, with_doubles=with_doubles)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    return import_


def told(import_: Import, *states: str) -> list[tuple]:
    """(row, column, value, rule) of all that is said about rows, in the order of the file."""
    rows = ImportRow.objects.filter(of=import_, state__in=states or [ImportRow.State.ERROR])
    return [(row.number, *problem) for row in rows.order_by("number") for problem in row.problems]
