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


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The person gets a link that works for 14 days."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        help_text=_("Managers look after the members."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)


class JoinForm(forms.Form):
    message = forms.CharField(
        label=_("Message"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do there, and who knows you. Those who manage the organisation read it."),
    )


class RefusalForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person gets these words. You may leave them out."),
    )
