"""The form by which a reader says that a record is here twice."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from common.texts import is_text

from .duplicates import Candidate, candidates
from .sides import in_one_line

CERTAIN = 0.9  # from which a name that was typed means it


class ReportForm(forms.Form):
    """Which record is the same: one of those that look alike, or one that is named."""

    which = forms.ChoiceField(
        label=_("Which one is it the same as?"), required=False, widget=forms.RadioSelect
    )
    named = forms.CharField(
        label=_("Another one: its name, or the address of its page"), required=False, max_length=300
    )
    note = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only curators read this."),
    )

    def __init__(self, *args, record: Model, alike: list[Candidate], seen: QuerySet, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.seen, self.user = record, seen.exclude(pk=record.pk), user
        choices = [(one.record.pk, in_one_line(one.record)) for one in alike]
        if choices:
            self.fields["which"].choices = choices
        else:
            del self.fields["which"]
            self.fields["named"].label = _("Its name, or the address of its page")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if chosen := cleaned.get("which"):
            self.other = self.seen.filter(pk=chosen).first()
        elif text := cleaned.get("named", "").strip():
            self.other = self._called(text)
        else:
            raise ValidationError(_("Choose a record, or name one."))
        if self.other is None:
            self.add_error("named", _("No other record here has this name or address."))
        return cleaned

    def _called(self, text: str) -> Model | None:
        slug = urlsplit(text).path.rstrip("/").rpartition("/")[2].lower()
        has_slug = any(field.name == "slug" for field in self.seen.model._meta.fields)
        by_slug = self.seen.filter(slug=slug).first() if has_slug and is_text(slug) else None
        if by_slug or not is_text(text):
            return by_slug
        row = {"name": text, "title": text}
        found = candidates(self.seen.model, [row], self.user, among=self.seen, size=2, least=CERTAIN)[0]
        return found[0].record if len(found) == 1 else None
