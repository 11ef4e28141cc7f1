"""A file read into the register: taken in, looked at, written, and forgotten after a while."""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, cast

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from common.spreadsheets import Finding, OpenTable, UnreadableFile, open_table
from notifications.sending import send

from ..duplicates import settle
from ..importing import heads
from ..importing.beside import Beside, Stopped, beside, is_alone
from ..importing.cells import doubtful_days
from ..importing.engine import CHUNK, Engine
from ..importing.results import Results
from ..importing.sheets import Sheet, sheet_named, told_twice
from ..models import Batch, Import, ImportRow, Mapping

State = Import.State
#: Steps at which the columns may be chosen anew.
AT_REST = (State.UPLOADED, State.CHECKED, State.FAILED)
#: After so long without a sign of life a piece of work is given to a worker again.
SILENT = datetime.timedelta(minutes=3)
#: So long a file and what became of its rows are kept after they were last touched.
KEPT = datetime.timedelta(days=30)
#: So long it is known whether a file has days that may be two.
DAYS_KEPT = datetime.timedelta(days=1)


class NotNow(RuleBroken):
    """The import is at another step by now: it was sent twice, or from an old page."""

    code = "not-now"


class NotYours(RuleBroken):
    """Who asks may not write rows of this kind for this organisation, or not any more."""

    code = "not-yours"


def sheet_of(import_: Import) -> Sheet:
    sheet = sheet_named(import_.model)
    if sheet is None:
        raise NotYours(_("Rows of this kind are not read in any more."))
    return sheet


def check_may_write(import_: Import, user) -> None:
    """Asked at every step, and at every piece of the rows. Raises NotYours"""
    sheet = sheet_of(import_)
    owners = sheet.owners(user)
    may = sheet.is_open_to(user) if owners is None else owners.filter(pk=import_.owner).exists()
    if not may or not user.is_active:
        raise NotYours(_("You do not belong to the organisation any more for which you read the file in."))


def found_by(user, pk: str) -> Import:
    """One's own, as long as one acts for the organisation that it is for; any for curators.

    Raises  Import.DoesNotExist
    """
    found = Import.objects.visible_to(user).select_related("made_by", "batch").get(pk=pk)
    if not is_curator(user):
        try:
            check_may_write(found, user)
        except NotYours:
            raise Import.DoesNotExist from None
    return found


def take_in(upload, *, sheet: Sheet, owner: str, by) -> Import:
    """Keep a file, with its head read and a first guess at what its columns are.

    Raises  NotYours; UnreadableFile, with nothing kept
    """
    name = upload.name.replace("\\", "/").rpartition("/")[2][-250:]
    import_ = Import(
        model=sheet.name,
        owner=owner,
        made_by=by,
        file_name=name,
        language=translation.get_language() or "en",
    )
    check_may_write(import_, by)
    table = open_table(name, upload)
    _note_head(import_, table)
    upload.seek(0)
    ending = name.rpartition(".")[2].lower()
    import_.file.save(f"{import_.pk}.{ending}", upload, save=False)
    import_.save()
    return import_


def read_otherwise(import_: Import, *, by, encoding: str = "", delimiter: str = "", sheet: str = "") -> None:
    """Read the head anew, with another encoding, delimiter or sheet.

    Raises  NotNow; NotYours; UnreadableFile
    """
    check_may_write(import_, by)
    import_.reading = {
        name: value
        for name, value in (("encoding", encoding), ("delimiter", delimiter), ("sheet", sheet))
        if value
    }
    with opened(import_) as table:
        _note_head(import_, table)
    _move(
        import_,
        AT_REST,
        State.UPLOADED,
        by_fields=["reading", "headers", "mapping", "slash_days"],
    )


def _note_head(import_: Import, table: OpenTable) -> None:
    import_.headers = table.headers
    sheet = sheet_of(import_)
    kept = Mapping.objects.filter(
        user=import_.made_by, model=import_.model, signature=heads.signature(table.headers)
    ).first()
    import_.slash_days = kept.slash_days if kept else ""
    import_.mapping = heads.guess(sheet, table.headers)
    told = [place for place, header in enumerate(table.headers) if not heads.is_reason(header)]
    if kept and len(kept.columns) == len(told):
        for place, name in zip(told, kept.columns, strict=True):
            import_.mapping[place] = name if name in sheet.columns else ""


@contextmanager
def opened(import_: Import) -> Iterator[OpenTable]:
    """The table in the file. Raises UnreadableFile"""
    try:
        file = import_.file.open("rb")
    except (OSError, ValueError):
        raise UnreadableFile(_("The file is not kept any more. Upload it again.")) from None
    with file:
        yield open_table(import_.file_name, cast(BinaryIO, file), **import_.reading)


def days_that_may_be_two(import_: Import) -> list[str]:
    """The first cells of the whole file such as 4/5/2024; it is read through once for each way to read it."""
    way = hashlib.sha256(repr(sorted(import_.reading.items())).encode()).hexdigest()
    kept = f"import-days:{import_.pk}:{way}"
    found: list[str] | None = cache.get(kept)
    if found is None:
        found = []
        with suppress(UnreadableFile), opened(import_) as table:  # looking at its rows will say what is wrong
            found += doubtful_days(row.cells for row in table.rows())
        cache.set(kept, found, DAYS_KEPT.total_seconds())
    return found


def choose_columns(import_: Import, mapping: Sequence[str], *, by, slash_days: str = "") -> None:
    """Say what each column of the file is, and have its rows looked at.

    Raises  NotNow; NotYours; ValidationError where columns are missing or meant twice
    """
    with transaction.atomic():
        map_columns(import_, mapping, by=by, slash_days=slash_days)
        look_at_rows(import_, by=by)


def map_columns(import_: Import, mapping: Sequence[str], *, by, slash_days: str = "") -> None:
    """Say what each column of the file is; what was found out about its rows before says nothing then.

    slash_days  a code of `SlashDays`
    Raises  NotNow; NotYours; ValidationError where columns are missing, unknown or meant twice
    """
    check_may_write(import_, by)
    _check_mapping(import_, mapping)
    import_.mapping, import_.slash_days, import_.counts = list(mapping), slash_days, {}
    _move(import_, AT_REST, State.UPLOADED, by_fields=["mapping", "slash_days", "counts"])


def look_at_rows(import_: Import, *, by) -> None:
    """Have the rows looked at. The columns are remembered for the next such file.

    Raises  NotNow; NotYours; ValidationError as `map_columns`
    """
    check_may_write(import_, by)
    _check_mapping(import_, import_.mapping)
    import_.language = translation.get_language() or "en"
    import_.counts, import_.progress, import_.is_cancelled, import_.problem = {}, 0, False, ""
    with transaction.atomic():
        _move(
            import_,
            AT_REST,
            State.CHECKING,
            by_fields=["language", "counts", "progress", "is_cancelled", "problem"],
        )
        Mapping.objects.update_or_create(
            user=import_.made_by,
            model=import_.model,
            signature=heads.signature(import_.headers),
            defaults={"columns": _told_columns(import_), "slash_days": import_.slash_days},
        )
    _send(import_)


def _told_columns(import_: Import) -> list[str]:
    """What its columns are, but for the reasons that the portal added to refused rows."""
    told = zip(import_.headers, import_.mapping, strict=True)
    return [name for header, name in told if not heads.is_reason(header)]


def _check_mapping(import_: Import, mapping: Sequence[str]) -> None:
    sheet = sheet_of(import_)
    if len(mapping) != len(import_.headers):
        words = _("The file has %(count)s columns: say of each what it is, or nothing to leave it out.")
        raise ValidationError(words % {"count": len(import_.headers)})
    unknown = [name for name in mapping if name and name not in sheet.columns]
    problems = [_("There is no column “%(name)s”.") % {"name": name[:100]} for name in unknown]
    problems = problems or told_twice(list(mapping), import_.headers) + missing(sheet, mapping)
    if problems:
        raise ValidationError(problems)


def missing(sheet: Sheet, mapping: Sequence[str]) -> list[str]:
    """Sentences about what a file lacks to know its rows by."""
    if all(name in mapping for name in sheet.key) or any(
        way[0] in mapping for way in sheet.importing.known_by
    ):
        return []
    ways = [way[0] for way in sheet.importing.known_by]
    if not ways:
        return [
            _("The column “%(name)s” is missing: rows are known by it.") % {"name": sheet.columns[name].label}
            for name in sheet.key
            if name not in mapping
        ]
    names = ", ".join(sheet.columns[name].label for name in dict.fromkeys([*sheet.key, *ways]))
    return [_("One of these columns is needed, as rows are known by it: %(names)s.") % {"names": names}]


def start(import_: Import, *, by, good_only: bool, with_doubles: bool, in_spite: bool = False) -> None:
    """Have the rows written: all of them or none, or the good ones only.

    in_spite   of what makes the file as a whole doubtful
    Raises     NotNow, also when it was started a moment ago; NotYours; ValidationError where rows are wrong
               or the file is doubtful
    """
    check_may_write(import_, by)
    if not in_spite and any(one["is_grave"] for one in import_.findings):
        raise ValidationError(
            _("The file is doubtful: say that its rows are to be written in spite of that.")
        )
    if not good_only and import_.counts.get(ImportRow.State.ERROR):
        raise ValidationError(_("Some rows are refused: correct them, or write the good ones only."))
    import_.good_only, import_.with_doubles = good_only, with_doubles
    import_.progress, import_.is_cancelled, import_.problem = 0, False, ""
    fields = ["good_only", "with_doubles", "progress", "is_cancelled", "problem"]
    _move(import_, (State.CHECKED,), State.RUNNING, by_fields=fields)
    _send(import_)


def cancel(import_: Import) -> None:
    """Ask for the work to stop at the next piece, with nothing written."""
    Import.objects.filter(pk=import_.pk, state__in=Import.WORKING).update(is_cancelled=True)


def work_at(pk: str) -> None:
    """Look at the rows or write them, whichever is asked for; called twice, it is done once."""
    import_ = Import.objects.select_related("made_by").filter(pk=pk, state__in=Import.WORKING).first()
    if import_ is None:
        return
    settle()  # before the rows of the file come: what is compared is what was there
    with translation.override(import_.language), beside(pk) as told:
        try:
            _work(import_, told)
        except (Stopped, NotYours, UnreadableFile) as stop:
            _stop(import_, str(stop) or _("It was cancelled; nothing was written."))
        except Exception:
            _stop(import_, _("Something went wrong on our side; nothing was written."))
            raise


class _NotWritten(Exception):
    """Takes back what was written of the rows, and leaves what was found out about them."""


def _work(import_: Import, told: Beside) -> None:
    """One transaction: killed at any point, it leaves nothing, and is begun anew by the next worker."""
    with transaction.atomic():
        if not is_alone(import_.pk):
            return
        import_.refresh_from_db(fields=["state"])
        if not import_.is_working:
            return
        is_run, state = import_.state == State.RUNNING, State.CHECKED
        results = Results(import_, sheet_of(import_))
        try:
            with transaction.atomic():
                batch = Batch.objects.create(
                    kind=Batch.Kind.IMPORT, label=import_.file_name, made_by=import_.made_by
                )
                with batch.recorded():
                    counts = _take_all(import_, told, results)
                if not is_run:
                    raise _NotWritten
                if counts[ImportRow.State.ERROR] and not import_.good_only:
                    import_.problem = _(
                        "Something changed since the rows were looked at: nothing was written."
                    )
                    raise _NotWritten
                import_.batch, state = batch, State.DONE
        except _NotWritten:
            pass
        results.put_down()
        import_.state = state
        import_.save(
            update_fields=[
                "counts",
                "findings",
                "state",
                "size",
                "progress",
                "batch",
                "problem",
                "updated_at",
            ]
        )


def _take_all(import_: Import, told: Beside, results: Results) -> Counter[str]:
    engine = Engine(
        sheet_of(import_),
        import_.mapping,
        user=import_.made_by,
        owner=import_.owner,
        slash_days=import_.slash_days,
        with_doubles=import_.with_doubles and import_.state == State.RUNNING,
        is_trial=import_.state == State.CHECKING,
    )
    done = 0
    with opened(import_) as table:
        if table.headers != import_.headers:
            raise UnreadableFile(_("The file is not the one that was looked at. Upload it again."))
        for some in table.chunks(CHUNK):
            check_may_write(import_, import_.made_by)
            results.keep(engine.take(some))
            done += len(some.rows)
            told.tell(done)
        import_.findings = [_told_finding(import_, one) for one in table.findings]
    import_.size = import_.progress = done
    import_.counts = dict(engine.counts)
    return engine.counts


def _told_finding(import_: Import, finding: Finding) -> dict[str, Any]:
    """A name that two columns have is grave where one of the two is read."""
    read = {header.casefold() for header, name in zip(import_.headers, import_.mapping, strict=True) if name}
    is_grave = finding.is_grave and (finding.code != "header_twice" or finding.column in read)
    return asdict(finding) | {"sentence": str(finding.sentence), "is_grave": is_grave}


def _move(import_: Import, before: Sequence[State], after: State, by_fields: list[str]) -> None:
    """To another step, unless somebody else did so first. Raises NotNow"""
    import_.state = after
    told = {name: getattr(import_, name) for name in by_fields}
    moved = Import.objects.filter(pk=import_.pk, state__in=before)
    if not moved.update(state=after, updated_at=timezone.now(), **told):
        raise NotNow(_("This was done already, or the import is at another step by now."))


def _stop(import_: Import, words: str) -> None:
    Import.objects.filter(pk=import_.pk, state__in=Import.WORKING).update(
        state=State.FAILED, problem=words[:500], updated_at=timezone.now()
    )


def _send(import_: Import) -> None:
    """After the transaction, to a worker; where no broker answers, the sweep finds it."""
    transaction.on_commit(lambda: send("curation.tasks.work_at_import", import_.pk))


def unfinished() -> list[str]:
    """Those whose worker gave no sign of life for some minutes."""
    silent = Import.objects.filter(state__in=Import.WORKING, updated_at__lt=timezone.now() - SILENT)
    return list(silent.values_list("pk", flat=True))


def forget_files() -> int:
    """Files, and what stood in their rows, are not kept for ever: people are named in them."""
    old = Import.objects.filter(updated_at__lt=timezone.now() - KEPT).exclude(state__in=Import.WORKING)
    forgotten = 0
    for import_ in old.exclude(file=""):
        import_.file.delete(save=False)
        ImportRow.objects.filter(of=import_).delete()
        Import.objects.filter(pk=import_.pk).update(file="")
        forgotten += 1
    return forgotten


def forget_words(owner: str, records: Collection[str], words: Collection[str]) -> int:
    """Forget, of the files that an organisation brought, those that tell of somebody; work at them stops.

    owner    id of the organisation
    records  ids of what is erased
    words    names and addresses; upper and lower case are the same
    Returns  how many files went, with what was found out about their rows
    """
    said = _pattern(words)
    forgotten = 0
    for import_ in Import.objects.select_for_update().filter(owner=owner).exclude(file=""):
        rows = ImportRow.objects.filter(of=import_)
        is_told = any(row.record in records or said.search(_text_of(row)) for row in rows.iterator())
        if not is_told and not _holds(import_, said):
            continue
        rows.delete()
        cancel(import_)
        Import.objects.filter(pk=import_.pk).update(file="")
        transaction.on_commit(partial(import_.file.storage.delete, str(import_.file.name)))
        forgotten += 1
    return forgotten


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    """Any of them as a whole; between Chinese characters nothing tells where a name begins."""
    told = [re.escape(word) for word in words if word.strip()]
    ways = [rf"(?<!\w){word}(?!\w)" if word.isascii() else word for word in told]
    return re.compile("|".join(ways) or r"(?!)", re.IGNORECASE)


def _text_of(row: ImportRow) -> str:
    told = chain([row.label], row.cells, *row.problems, *row.changes)
    return "\n".join(map(str, told))


def _holds(import_: Import, said: re.Pattern[str]) -> bool:
    """Whether such a word stands in the file. One that cannot be read is taken for one that has it."""
    try:
        with opened(import_) as table:
            return any(said.search(cell) for row in table.rows() for cell in (*row.cells, *row.surplus))
    except UnreadableFile:
        return True
