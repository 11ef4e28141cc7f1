"""API keys as the API's views and its description know them; who it is was found out before."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

CHALLENGE = 'Bearer realm="Parkway API"'


class KeyAuthentication(BaseAuthentication):
    """Takes what `accounts.middleware.ApiKeyMiddleware` found; no browser sends one unasked: no CSRF."""

    def authenticate(self, request):
        key = getattr(request._request, "api_key", None)
        return (request._request.user, key) if key else None

    def authenticate_header(self, request):
        return CHALLENGE


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.KeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "pw_<prefix>_<secret>",
            "description": "An API key, made on the page of one's account; `write` is needed to change.",
        }
