from django import forms

from .models import SavedSearch


class SavedSearchForm(forms.ModelForm):
    """What a saved search is called, and how often one wants to hear of it."""

    class Meta:
        model = SavedSearch
        fields = ["name", "frequency"]
        widgets = {"frequency": forms.RadioSelect}
