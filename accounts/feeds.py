"""Private feeds: made, shown once, opened by whoever holds the address, revoked.

An address opens one feed and nothing else, and shows what its maker may see at that moment. It acts as a
key does: never as a curator, and only as long as its maker acts for its organisation.
"""

import copy
import re
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.errors import RuleBroken
from common.feeds import feed_at
from organisations.models import Organisation

from .models import Membership, PrivateFeed, User
from .tokens import digest_of, new_token

TOKEN = re.compile(r"pwf_([a-z0-9]{8})_([A-Za-z0-9_-]{43})", re.ASCII)
NOTED_EVERY = timedelta(minutes=1)
HELD_AT_MOST = 200  # that one person has


@transaction.atomic
def make_feed(
    organisation: Organisation, match: ResolverMatch, *, by: User, title: str, query: str, language: str
) -> tuple[PrivateFeed, str]:
    """A new address of a feed and its token, which nobody can find out afterwards.

    Raises  RuleBroken when `by` does not act for the organisation, or has too many; ValidationError
    """
    acting = Membership.objects.select_for_update().filter(user=by, organisation=organisation, ended_at=None)
    if not acting.exists():
        raise RuleBroken(_("You do not act for this organisation any more."))
    if PrivateFeed.objects.held_by(by).filter(revoked_at=None).count() >= HELD_AT_MOST:
        raise RuleBroken(_("You have too many private feeds. Revoke those that nothing uses."))
    prefix, token = new_token("pwf")
    feed = PrivateFeed(
        organisation=organisation,
        created_by=by,
        title=title,
        route=match.view_name,
        slug=match.kwargs["slug"],
        query=query,
        language=language,
        prefix=prefix,
        token_hash=digest_of(token),
    )
    feed.full_clean()
    feed.save()
    return feed, token


@transaction.atomic
def revoke_feed(feed: PrivateFeed) -> None:
    """Its address answers nothing any more; a second run changes nothing."""
    held = PrivateFeed.objects.select_for_update().get(pk=feed.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])


def feed_of(token: str) -> PrivateFeed | None:
    """The feed in force that a token opens, with its maker; its use is noted once a minute.

    Returns  None for all others, without telling why
    """
    if not TOKEN.fullmatch(token):
        return None
    found = PrivateFeed.objects.of_acting().filter(token_hash=digest_of(token))
    feed = found.select_related("created_by").first()
    if feed is None:
        return None
    now = timezone.now()
    if feed.last_used_at is None or now - feed.last_used_at >= NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
        PrivateFeed.objects.filter(stale, pk=feed.pk).update(last_used_at=now)
    return feed


def read_feed(request: HttpRequest, feed: PrivateFeed) -> HttpResponse:
    """What the feed tells its maker now. Raises Http404 where the maker may not see it any more"""
    user = feed.created_by
    user.acts_by_key = True
    with override(feed.language):
        try:
            path = reverse(feed.route, args=[feed.slug])
        except NoReverseMatch:
            raise Http404 from None
        match = feed_at(path, user)
        if match is None:
            raise Http404
        response = ask_feed(request, match, user, feed.query)
        response["Content-Language"] = feed.language
    return response


def ask_feed(request: HttpRequest, match: ResolverMatch, user: User, query: str) -> HttpResponse:
    """The answer of a feed's own view to somebody else than who sent the request."""
    asked = copy.copy(request)
    asked.method, asked.user, asked.GET = "GET", user, QueryDict(query)
    return match.func(asked, *match.args, **match.kwargs)
