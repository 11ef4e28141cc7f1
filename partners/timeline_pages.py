"""A timeline as a page with filters, and as an Atom feed; one for every thing that has one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date, urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.feeds import ATOM, NEVER, Feed, printable, tag_of
from common.htmx import HtmxRequest, vary_on_htmx, wants_fragment
from common.roles import is_curator
from common.versions import version_of

from .timeline import KINDS, BadCursor, Event, Scope, events, kinds_for

PAGE_SIZE, FEED_SIZE, LATEST = 30, 50, 5


@dataclass(frozen=True)
class Subject:
    """Whose timeline it is.

    url      of its page; its timeline and feed stand below it
    crumbs   that lead to its page, this included
    """

    name: str
    url: str
    crumbs: Sequence[dict]

    @property
    def timeline_url(self) -> str:
        return f"{self.url}timeline/"

    @property
    def latest_url(self) -> str:
        return f"{self.timeline_url}latest/"

    @property
    def feed_url(self) -> str:
        return f"{self.url}timeline.atom"


class KindForm(forms.Form):
    """Which kinds of events are wanted; all where none is named."""

    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Kind"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, user):
        super().__init__(data)
        self.fields["kind"].choices = [(code, kind.label) for code, kind in kinds_for(user).items()]

    @property
    def asked(self) -> list[str]:
        return self.cleaned_data["kind"] if self.is_valid() else []


@vary_on_htmx
def timeline_page(request: HtmxRequest, subject: Subject, scope: Scope) -> HttpResponse:
    form = KindForm(request.GET, request.user)
    only = request.GET.get("event", "")
    found = (
        _events(request, scope, size=PAGE_SIZE + 1, kinds=form.asked, only=only) if form.is_valid() else []
    )
    if only and not found:
        raise Http404
    shown = found[:PAGE_SIZE]
    query = request.GET.copy()
    query.pop("before", None)
    newest = f"{subject.timeline_url}?{query.urlencode()}" if query else subject.timeline_url
    if len(found) > PAGE_SIZE:
        query["before"] = shown[-1].cursor
    page = {
        "subject": subject,
        "form": form,
        "title": _("Timeline: %(name)s") % {"name": subject.name},
        "events": shown,
        "follow_url": _follow_url(subject, form.asked) if request.user.is_authenticated else "",
        "is_one": bool(only),
        "older_url": f"{subject.timeline_url}?{query.urlencode()}" if len(found) > PAGE_SIZE else "",
        "newest_url": newest if request.GET.get("before") else "",
        "crumbs": [*subject.crumbs, {"label": _("Timeline"), "url": subject.timeline_url}],
    }
    whole = "partners/timeline.html"
    return render(request, "partners/_timeline_results.html" if wants_fragment(request) else whole, page)


def _follow_url(subject: Subject, kinds: list[str]) -> str:
    """Where one gets an address by which a feed reader follows this, as it is filtered now."""
    feed = f"{subject.feed_url}?{urlencode({'kind': kinds}, doseq=True)}" if kinds else subject.feed_url
    return f"{reverse('accounts:new_feed')}?{urlencode({'of': feed})}"


def latest_events(request: HttpRequest, subject: Subject, scope: Scope) -> HttpResponse:
    """The last few events, for the page of the thing, which asks for them when a reader comes to them."""
    # What curators read of a park's own is noted; that they open the page of a thing is not.
    kinds = [code for code, kind in KINDS.items() if kind.is_public or not is_curator(request.user)]
    found = events(scope, request.user, size=LATEST, kinds=kinds)
    return render(request, "partners/_latest_events.html", {"subject": subject, "events": found})


def timeline_feed(request: HttpRequest, subject: Subject, scope: Scope) -> HttpResponse:
    """The latest events as Atom, of what this reader may see, in the reader's language."""
    form = KindForm(request.GET, request.user)
    if not form.is_valid():
        raise BadRequest(_("This page of the list does not exist."))
    found = events(scope, request.user, size=FEED_SIZE, kinds=form.asked)
    title = _("Timeline: %(name)s") % {"name": subject.name}
    feed = Feed(
        title=printable(title),
        link=request.build_absolute_uri(subject.timeline_url),
        description=None,
        language=get_language(),
        feed_url=request.build_absolute_uri(request.get_full_path()),
        feed_guid=tag_of(request, f"timeline:{subject.url}"),
        author_name="Parkway",
    )
    for event in found:
        _add(feed, event, request, subject)
    feed.changed = max((event.at for event in found), default=NEVER)
    body = feed.writeString("utf-8").encode()
    answer = HttpResponse(body, content_type=ATOM)
    answer.feed_title = title  # type: ignore[attr-defined]
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    changed = version_of(None)[1] or 0  # an event may be older than its row
    answer["Last-Modified"] = http_date(changed)
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie"])
    known = get_conditional_response(request, etag=answer["ETag"], last_modified=changed, response=answer)
    return known or answer


def _events(request: HttpRequest, scope: Scope, **wanted) -> list[Event]:
    try:
        return events(scope, request.user, before=request.GET.get("before", ""), **wanted)
    except BadCursor:
        raise BadRequest(_("This page of the list does not exist.")) from None


def _add(feed: Atom1Feed, event: Event, request: HttpRequest, subject: Subject) -> None:
    told = " · ".join(text for text in (event.note, event.about) if text)
    feed.add_item(
        title=printable(event.sentence),
        link=request.build_absolute_uri(f"{subject.timeline_url}?event={event.key}"),
        description=escape(printable(told)),  # a summary is HTML
        unique_id=tag_of(request, event.key),
        pubdate=event.at,
        updateddate=event.at,
        author_name=printable(event.who) or None,
        categories=[event.label],
    )
