"""Private feeds: one's own, those of the organisations that one manages, and what their addresses open."""

from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.errors import RuleBroken
from common.feeds import feed_at

from ..current import organisation_of
from ..feeds import ask_feed, feed_of, make_feed, read_feed, revoke_feed
from ..models import PrivateFeed

SHOWN = 200


def feed(request, token):
    """The feed that a secret address opens; whoever asks need not be signed in."""
    found = feed_of(token)
    if found is None:
        raise Http404
    response = read_feed(request, found)
    response["X-Robots-Tag"] = "noindex"
    return response


def feeds(request):
    found = PrivateFeed.objects.looked_after_by(request.user).select_related("organisation", "created_by")
    rows = list(found[:SHOWN])
    opening = set(
        PrivateFeed.objects.of_acting().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    shown = [
        {"feed": row, "name": _name(row, request.user), "is_in_force": row.pk in opening} for row in rows
    ]
    return render(request, "accounts/feeds.html", {"feeds": shown, "crumbs": _crumbs()})


@never_cache
@reauthentication_required
def new_feed(request):
    """For the feed whose address is in `?of=`. The answer to a POST shows the private address, once."""
    asked = urlsplit(request.GET.get("of", ""))
    match = feed_at(asked.path, request.user) if asked.path else None
    if match is None:
        raise Http404
    organisation = organisation_of(request)
    page = {
        "name": getattr(ask_feed(request, match, request.user, asked.query), "feed_title", ""),
        "organisation": organisation,
        "back_url": asked.path.removesuffix(".atom") + "/",
        "crumbs": _crumbs({"label": _("New private feed"), "url": request.get_full_path()}),
    }
    if request.method == "POST" and organisation:
        try:
            made, token = make_feed(
                organisation,
                match,
                by=request.user,
                title=page["name"],
                query=asked.query,
                language=get_language(),
            )
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            page |= {"feed": made, "address": request.build_absolute_uri(reverse("feeds:feed", args=[token]))}
            return render(request, "accounts/feed_made.html", page)
    return render(request, "accounts/feed_new.html", page)


def end_feed(request, pk):
    """Ask first; a POST revokes."""
    found = PrivateFeed.objects.looked_after_by(request.user).filter(revoked_at=None)
    ended = get_object_or_404(found.select_related("organisation", "created_by"), pk=pk)
    if request.method == "POST":
        revoke_feed(ended)
        messages.success(request, _("The address is revoked."))
        return redirect("accounts:feeds")
    page = {"feed": ended, "name": _name(ended, request.user)}
    page["crumbs"] = _crumbs({"label": page["name"], "url": reverse("accounts:end_feed", args=[pk])})
    return render(request, "accounts/feed_end.html", page)


def _name(row: PrivateFeed, user) -> str:
    """To others than its maker it says nothing of what it follows: they may not see that."""
    return row.title if row.created_by_id == user.pk else _("A feed of %s") % row.created_by


def _crumbs(*further: dict) -> list[dict]:
    return [
        {"label": _("My account"), "url": reverse("accounts:me")},
        {"label": _("Private feeds"), "url": reverse("accounts:feeds")},
        *further,
    ]
