"""Tags: put on a record from its page, and looked after in a list."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ..models import Batch, Tag
from ..past import model_of
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
    """Let a record have the tags that were ticked, and a new one where a name was typed."""
    model = model_of(pk)
    if model is None:
        raise Http404
    record = get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
    form = TagsForm(request.POST, user=request.user)
    if form.is_valid():
        set_tags(record, form.chosen(), by=request.user)
        messages.success(request, _("The tags are kept."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if is_ours else record.get_absolute_url())


def _crumbs() -> list[dict]:
    return [{"label": _("Tags"), "url": reverse("curation:tags")}]
