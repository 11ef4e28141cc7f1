from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    """What signing in and its mails do our own way."""

    def format_email_subject(self, subject):
        return f"Parkway: {subject}"

    def save_user(self, request, user, form, commit=True):
        """A new user keeps the language of the page that they signed up on."""
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request):
        url = super().get_login_redirect_url(request)
        return translate_url(url, request.user.language) if request.user.language else url


class TwoStepAdapter(DefaultMFAAdapter):
    """Passkeys have plain names until their owner gives them others."""

    def generate_authenticator_name(self, user, type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey") if count == 0 else _("Passkey %d") % (count + 1)
