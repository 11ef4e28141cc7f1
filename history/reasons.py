"""Why something was changed, in the words of who changed it; told with the change for good."""

from urllib.parse import unquote

FIELD = "change_reason"  # of a form
HEADER = "Change-Reason"  # of the API; percent-encoded where it is not plain ASCII
LONGEST = 300
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def given_with(request, view) -> str:
    """The reason that comes with a request; "" without one.

    The fields are read only where the check against forgery has read them already: a view that is exempt
    from it may want the body as a stream.
    """
    text = unquote(request.headers.get(HEADER, "")[: LONGEST * 12])
    if not text and request.content_type in FORMS and not getattr(view, "csrf_exempt", False):
        text = request.POST.get(FIELD, "")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST]
