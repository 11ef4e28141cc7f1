"""Forms about lists: a filter to keep, the columns to see."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common.columns import columns_of
from common.roles import is_curator

from .models import SavedFilter

CURATORS = "curators"


def share_of(saved: SavedFilter) -> str:
    """Who else finds it: the id of an organisation, `CURATORS` or nobody."""
    return CURATORS if saved.is_for_curators else saved.shared_with_id or ""


class SavedFilterForm(forms.ModelForm):
    """How a filter is called, and who else finds it."""

    share = forms.ChoiceField(label=_("Who sees it"), required=False)

    class Meta:
        model = SavedFilter
        fields = ["name"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = user.memberships.filter(ended_at=None).select_related("organisation")
        self.organisations = {one.organisation_id: one.organisation for one in own}
        choices = [("", _("only me"))]
        choices += [
            (pk, _("members of %(organisation)s") % {"organisation": organisation})
            for pk, organisation in self.organisations.items()
        ]
        if is_curator(user):
            choices.append((CURATORS, _("all curators")))
        field = self.fields["share"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = share_of(self.instance)
        if len(choices) == 1:
            del self.fields["share"]

    def clean(self):
        cleaned = super().clean()
        share = cleaned.get("share", "")
        self.instance.shared_with = self.organisations.get(share)
        self.instance.is_for_curators = share == CURATORS
        same = SavedFilter.objects.filter(
            made_by=self.instance.made_by_id, route=self.instance.route, name=cleaned.get("name")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("You already have a filter of this name here."))
        return cleaned


def is_saved(form: SavedFilterForm) -> bool:
    """Whether the filter is kept; else the form tells why not."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:  # sent twice at once
        form.add_error("name", _("You already have a filter of this name here."))
    return form.is_valid()


class ColumnsForm(forms.Form):
    """Which columns, in which order: a number for each that is shown, nothing for the others."""

    def __init__(self, *args, model, shown: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns_of(model)
        order = [*shown, *(name for name in self.columns if name not in shown)]
        for name in order:
            self.fields[name] = forms.IntegerField(
                label=self.columns[name].label,
                required=False,
                min_value=1,
                max_value=999,
                initial=shown.index(name) + 1 if name in shown else None,
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            raise ValidationError(_("Give at least one column a number."))
        return cleaned

    def chosen(self) -> list[str]:
        numbered = {name: place for name, place in self.cleaned_data.items() if place}
        return sorted(numbered, key=numbered.__getitem__)
