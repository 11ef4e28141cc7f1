"""Tags: put on a record from its page, and looked after in a list."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.returning import asked_from
from history.reading import shows

from ..models import Batch, Tag
from ..past import kept_model
from ..tag_forms import RenameForm, TagsForm
from ..tags import set_tags


def tags(request):
    """The tags that one may use, with how many records carry each."""
    rows = Tag.objects.visible_to(request.user).with_counts().select_related("owner")
    return render(request, "curation/tags.html", {"rows": rows, "crumbs": _crumbs()})


def tag(request, pk):
    """Its name; another one is seen by all who use it."""
    row = get_object_or_404(Tag.objects.visible_to(request.user).with_counts(), pk=pk)
    form = RenameForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("curation:tags")
    crumbs = [*_crumbs(), {"label": row.name, "url": request.path}]
    return render(request, "curation/tag.html", {"row": row, "form": form, "crumbs": crumbs})


def tag_delete(request, pk):
    row = get_object_or_404(Tag.objects.visible_to(request.user), pk=pk)
    batch = Batch.objects.create(
        kind=Batch.Kind.EDIT, label=_("Tag “%s” deleted") % row, made_by=request.user
    )
    with batch.recorded():
        row.delete()
    messages.success(request, _("The tag is gone from all records. It can be taken back here."))
    return redirect("curation:batch", batch.pk)


def tag_record(request, pk):
    """Let a record have the tags that were ticked, and a new one where a name was typed.

    `back` says where one came from. The page itself is for what has no page of its own.
    """
    model = kept_model(pk)
    record = get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
    if request.method != "POST":
        shows(request, model, [record.pk])
        crumbs = [*_crumbs(), {"label": str(record), "url": request.path}]
        page = {"record": record, "back": _back(request, record), "crumbs": crumbs}
        return render(request, "curation/record_tags.html", page)
    form = TagsForm(request.POST, user=request.user)
    if form.is_valid():
        set_tags(record, form.chosen(), by=request.user)
        messages.success(request, _("The tags are kept."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(_back(request, record))


def _back(request, record) -> str:
    """Where one came from, else the page of the record, else that of its tags."""
    if back := asked_from(request, "back"):
        return back
    if hasattr(record, "get_absolute_url"):
        return record.get_absolute_url()
    return reverse("curation:tag_record", args=[record.pk])


def _crumbs() -> list[dict]:
    return [{"label": _("Tags"), "url": reverse("curation:tags")}]
