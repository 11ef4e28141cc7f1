"""Forms of tags: those of a record, and the name of one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.roles import is_curator

from .models import Tag
from .tags import named


class TagsForm(forms.Form):
    """The tags of a record, as far as this user sees them; another is made where a name is typed."""

    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        required=False,
        label=gettext_lazy("Tags"),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label=gettext_lazy("New tag"), max_length=60, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who uses it"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = Tag.objects.visible_to(user)  # type: ignore[attr-defined]
        own = user.memberships.filter(ended_at=None).select_related("organisation")
        self.owners = {one.organisation_id: one.organisation for one in own}
        choices = [
            (pk, _("members of %(organisation)s") % {"organisation": one}) for pk, one in self.owners.items()
        ]
        if is_curator(user):
            self.owners[""], choices = None, [("", _("all curators")), *choices]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["owner"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name") and not self.owners:
            self.add_error("name", _("Tags belong to curators and to members of organisations."))
        return cleaned

    def chosen(self) -> list[Tag]:
        """Raises ValidationError"""
        cleaned = self.cleaned_data
        chosen = list(cleaned["tags"])
        if cleaned["name"]:
            owner = cleaned.get("owner") if "owner" in self.fields else next(iter(self.owners))
            chosen.append(named(cleaned["name"], self.owners[owner or ""]))
        return chosen


class RenameForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Tag.objects.filter(name__iexact=name, owner=self.instance.owner_id).exclude(
            pk=self.instance.pk
        )
        if others.exists():
            raise ValidationError(_("There is a tag of this name."))
        return name
