"""The import wizard: a file, its columns, what would become of its rows, and what did."""

from itertools import islice

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from common.spreadsheets import UnreadableFile
from history.reading import shows

from ..import_forms import ColumnsForm, ReadingForm, UploadForm
from ..importing.refused import refused_file
from ..importing.sheets import private_rows_in, sheet_named, sheets_for
from ..models import Import, ImportRow
from ..operations import imports as operations

LATEST = 50
SAMPLES = 3
ROWS = 50
State, RowState = Import.State, ImportRow.State


def import_list(request):
    """What was read in lately: one's own files, all of them for curators."""
    found = Import.objects.visible_to(request.user).select_related("made_by", "batch")
    page = {
        "imports": [_line(one) for one in found[:LATEST]],
        "may_add": bool(sheets_for(request.user)),
        "is_curator": is_curator(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "curation/imports.html", page)


def new(request):
    """Choose a file; `?model=` says of which kind of records it is."""
    sheets = sheets_for(request.user)
    page = {"crumbs": _crumbs({"label": _("Read in a file"), "url": request.path})}
    if not sheets:
        return render(request, "curation/import_closed.html", page)
    asked = {"model": request.GET.get("model", "")}
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, sheets=sheets, initial=asked
    )
    if request.method == "POST" and form.is_valid() and (taken := form.take_in()):
        return redirect("curation:import_columns", taken.pk)
    return render(request, "curation/import_new.html", page | {"form": form})


def columns(request, pk):
    """What each column of the file is, with what stands in its first rows."""
    import_ = _found(request, pk)
    if import_.is_working or import_.state == State.DONE:
        return redirect("curation:import", pk)
    sheet = sheet_named(import_.model)
    if sheet is None:
        raise Http404
    _note_shown(request, import_)
    posted = request.POST if request.method == "POST" else None
    try:
        if posted and "again" in posted:
            return _read_otherwise(request, import_)
        with operations.opened(import_) as table:
            first = [row.cells for row in islice(table.rows(), SAMPLES)]
            reading = ReadingForm(table=table)
    except UnreadableFile as error:
        return render(request, "curation/import_unreadable.html", _page(import_, {"words": str(error)}))
    form = ColumnsForm(
        posted,
        sheet=sheet,
        headers=import_.headers,
        mapping=import_.mapping,
        samples=first,
        slash_days=import_.slash_days,
        doubtful_days=operations.days_that_may_be_two(import_),
    )
    if posted and form.is_valid():
        try:
            operations.choose_columns(import_, form.mapping, by=request.user, slash_days=form.slash_days)
        except ValidationError as error:
            form.add_error(None, error)
        except RuleBroken as error:
            messages.warning(request, str(error))
            return redirect("curation:import", pk)
        else:
            return redirect("curation:import", pk)
    chosen = set(form.data.values()) if posted else set(import_.mapping)
    more = {
        "sheet": sheet,
        "form": form,
        "reading": reading,
        "left": [column for name, column in sheet.columns.items() if name not in chosen],
    }
    return render(request, "curation/import_columns.html", _page(import_, more))


def import_(request, pk):
    """Where it stands; `?rows=` shows those of one state only."""
    found = _found(request, pk)
    if found.state == State.UPLOADED:
        return redirect("curation:import_columns", pk)
    if not found.is_working:  # until then the page asks for itself again and again, and names nobody
        _note_shown(request, found)
    wanted = request.GET.get("rows", "")
    rows = ImportRow.objects.filter(of=found)
    if wanted in RowState.values:
        rows = rows.filter(state=wanted)
    elif wanted:
        raise Http404
    shown = Paginator(rows.order_by("number"), ROWS).get_page(request.GET.get("page"))
    counts = {state: found.counts.get(state.value, 0) for state in RowState}
    more = {
        "counts": [(state, state.label, number) for state, number in counts.items() if number],
        "tabs": _tabs(request.path, wanted, counts),
        "rows": shown,
        "previous_url": _page_url(request, shown.previous_page_number() if shown.has_previous() else 0),
        "next_url": _page_url(request, shown.next_page_number() if shown.has_next() else 0),
        "good": counts[RowState.NEW] + counts[RowState.UPDATE],
        "refused": counts[RowState.ERROR],
        "doubles": counts[RowState.DOUBLE],
        "is_grave": any(one["is_grave"] for one in found.findings),
        "batch_url": _batch_url(found),
        "may_change": found.made_by_id == request.user.pk or is_curator(request.user),
    }
    return render(request, "curation/import.html", _page(found, more))


def run(request, pk):
    found = _found(request, pk)
    said = {
        "good_only": request.POST.get("which") == "good",
        "with_doubles": "with_doubles" in request.POST,
        "in_spite": "in_spite" in request.POST,
    }
    try:
        operations.start(found, by=request.user, **said)
    except (RuleBroken, ValidationError) as error:
        messages.warning(request, " ".join(getattr(error, "messages", [str(error)])))
    return redirect("curation:import", pk)


def cancel(request, pk):
    found = _found(request, pk)
    operations.cancel(found)
    messages.info(request, _("It stops at the next piece; nothing is written."))
    return redirect("curation:import", pk)


def refused(request, pk):
    found = _found(request, pk)
    _note_shown(request, found)
    return refused_file(found)


def _found(request, pk) -> Import:
    try:
        return operations.found_by(request.user, pk)
    except Import.DoesNotExist:
        raise Http404 from None


def _note_shown(request, import_: Import) -> None:
    """For the log of what curators read of parks' own: the rows of a file that somebody else brought."""
    if model := private_rows_in(import_, request.user):
        shows(request, model)


def _read_otherwise(request, import_: Import):
    given = {name: request.POST.get(name, "")[:100] for name in ("encoding", "delimiter", "sheet")}
    try:
        operations.read_otherwise(import_, by=request.user, **given)
    except (RuleBroken, UnreadableFile) as error:
        messages.error(request, str(error))
    return redirect("curation:import_columns", import_.pk)


def _page(import_: Import, more: dict) -> dict:
    sheet = sheet_named(import_.model)
    here = {"label": import_.file_name, "url": reverse("curation:import", args=[import_.pk])}
    return {
        "import": import_,
        "kind": sheet.label if sheet else import_.model,
        "owner": _owner(import_, sheet),
        "crumbs": _crumbs(here),
        **more,
    }


def _owner(import_: Import, sheet) -> str:
    if not import_.owner or sheet is None or not sheet.importing.owner:
        return ""
    field = sheet.model._meta.get_field(sheet.importing.owner)
    return str(field.related_model._base_manager.filter(pk=import_.owner).first() or "")


def _line(import_: Import) -> dict:
    sheet = sheet_named(import_.model)
    return {"import": import_, "kind": sheet.label if sheet else import_.model}


def _tabs(path: str, wanted: str, counts: dict) -> list[dict]:
    tabs = [
        {"label": _("all rows"), "url": f"{path}#rows", "active": not wanted, "count": sum(counts.values())}
    ]
    tabs += [
        {
            "label": state.label,
            "url": f"{path}?rows={state.value}#rows",
            "active": wanted == state.value,
            "count": number,
        }
        for state, number in counts.items()
        if number
    ]
    return tabs


def _page_url(request, number: int) -> str:
    if not number:
        return ""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}#rows"


def _batch_url(import_: Import) -> str:
    try:
        return reverse("curation:batch", args=[import_.batch_id]) if import_.batch_id else ""
    except NoReverseMatch:
        return ""


def _crumbs(*more: dict) -> list[dict]:
    return [{"label": _("Imports"), "url": reverse("curation:imports")}, *more]
