from allauth.account.adapter import DefaultAccountAdapter
from django.urls import translate_url
from django.utils.translation import get_language


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
