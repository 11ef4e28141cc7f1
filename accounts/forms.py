from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Membership, User


class ProfileForm(forms.ModelForm):
    """What people may change about themselves; e-mail and password have pages of their own."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Whatever language I sign in with")), *settings.LANGUAGES],
        required=False,
        help_text=_("The page that opens after you sign in is in this language."),
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        help_text=_("Managers look after the members."),
    )
