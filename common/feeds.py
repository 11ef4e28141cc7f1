"""Atom feeds that a program may follow in somebody's name, by an address of its own (`accounts.feeds`)."""

from collections.abc import Callable

from django.urls import Resolver404, ResolverMatch, resolve

from .policy import allowed_methods, policy_of


def followable(view: Callable) -> Callable:
    """Mark a view that answers with a feed; it says the feed's name in `response.feed_title`."""
    view.is_followable = True  # type: ignore[attr-defined]
    return view


def feed_at(path: str, user) -> ResolverMatch | None:
    """The route of the feed at this path of the portal; None where there is none that this user may read."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    policy = policy_of(match.view_name)
    if not getattr(match.func, "is_followable", False) or policy is None:
        return None
    return match if "GET" in allowed_methods(policy, user) else None
