from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Link


class FineForm(forms.ModelForm):
    """A person looked, and the link is fine."""

    class Meta:
        model = Link
        fields = ["excuse"]
        labels = {"excuse": _("Why is it fine?")}
        help_texts = {"excuse": _("For example: the server answers browsers only. Curators read this.")}
        widgets = {"excuse": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["excuse"].required = True
