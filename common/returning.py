"""Going back to the page that a form was sent from."""

from django.utils.http import url_has_allowed_host_and_scheme


def asked_from(request, name: str = "next") -> str | None:
    """The address that a request names, as long as it leads to the portal itself."""
    asked = (request.POST if request.method == "POST" else request.GET).get(name, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else None
