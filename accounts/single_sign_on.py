"""Signing in by an organisation's own server (OpenID Connect); in use only where OIDC_URL is set."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Takes the person's name, and the server's word on their address only where it is plain."""

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[:200]
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True  # some servers say "false", which is a text
        return user
