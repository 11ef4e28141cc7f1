"""May we have it? Of one policy, of all that are in force on a day, and of those that end soon."""

import datetime
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..answers import lines, words_of
from ..comparing import differences
from ..eligibility import Facts, Verdict, judge
from ..eligible_filters import PolicyFilter
from ..enterprises import facts_of
from ..forms.profiles import ELSEWHERE, BusinessProfileForm, DayForm, OnceForm
from ..in_force import ORDER, published_policies, verdicts_on, with_listings
from ..lapsing import DAYS, calendar_of, lapsing
from ..models import BusinessProfile, Listing, PolicyVersion, Rule
from ..sections import with_provider
from ..subjects import Subject as About
from ..words import Kind
from .profiles import asked_profile, is_own

ON_A_PAGE = 30


def of_policy(request, listing):
    """Signed in by the profile; by a form that keeps nothing, to whoever asks."""
    listings = with_provider(Listing.objects.visible_to(request.user), request.user)
    policy = get_object_or_404(listings, slug=listing)
    if policy.kind != Kind.POLICY:  # nothing else has rules
        return redirect(policy)
    found = asked_profile(request) if request.user.is_authenticated else None
    versions = list(policy.versions.prefetch_related("rules").order_by("-valid_from"))
    on = day_asked(request)
    version = in_force_on(versions, on)
    rules = version.rules.all() if version else []
    is_sent = request.method == "POST"
    facts = facts_of(found, on) if found else None
    form = OnceForm(request.POST if is_sent else None, rules=rules, initial=_initial(found, facts, rules, on))
    if is_sent:
        facts = form.facts() if form.is_valid() else None
    page = {
        "listing": policy,
        "form": form,
        "facts": facts,
        "is_sent": is_sent,
        "profile": None if is_sent else found,
        "may_tell": bool(found) and not is_sent and is_own(request, found),
        "on": on,
        "version": version,
        "next_version": min((one for one in versions if one.valid_from > on), key=_begins, default=None),
        "crumbs": [
            {"label": _("Catalogue"), "url": reverse("catalogue:list")},
            {"label": str(policy), "url": policy.get_absolute_url()},
            {"label": _("Are we eligible?"), "url": ""},
        ],
    }
    if facts is not None and version is not None:
        page |= _told(judge(version, rules, facts, on), facts, on, page["may_tell"])
        page["others"] = _others(versions, version, facts)
    return render(request, "catalogue/eligibility.html", page)


def eligible(request):
    """All policies in force on a day: eligible first, then what cannot be told, then the others and why."""
    found = asked_profile(request)
    on = day_asked(request)
    chosen = PolicyFilter(request.GET, queryset=published_policies(request.user), request=request)
    policies = chosen.qs if chosen.is_valid() else chosen.queryset
    facts = facts_of(found, on) if found else Facts()
    verdicts = verdicts_on(policies, facts, on)
    part = Paginator(verdicts, ON_A_PAGE).get_page(request.GET.get("page"))
    may_tell = bool(found) and is_own(request, found)
    rows = with_listings(
        list(part), facts, on, with_provider(policies.order_by(), request.user), may_tell=may_tell
    )
    day_form = DayForm(request.GET if request.GET.get("on") else None, initial={"on": on})
    page = {
        "profile": found,
        "may_tell": may_tell,
        "on": on,
        "filter": chosen,
        "day_form": day_form,
        "groups": [
            {
                "answer": answer,
                "title": capfirst(words_of(answer)),
                "count": sum(one.answer is answer for one in verdicts),
                "rows": [one for one in rows if one.answer is answer],
            }
            for answer in ORDER
        ],
        "count": len(verdicts),
        "previous_url": _page_url(request, part.previous_page_number()) if part.has_previous() else "",
        "next_url": _page_url(request, part.next_page_number()) if part.has_next() else "",
        "position": _("Page %(page)s of %(pages)s")
        % {"page": part.number, "pages": part.paginator.num_pages},
        "organisation": request.GET.get("organisation", ""),
        "title": _("What may we have?"),
        "lead": _("All policies that are in force on a day, with the answer for your enterprise."),
        "crumbs": [
            {"label": _("Catalogue"), "url": reverse("catalogue:list")},
            {"label": _("What may we have?"), "url": ""},
        ],
    }
    return render(request, "catalogue/eligible.html", page)


def lapses(request):
    """Which of our policies lapse in 60 days?"""
    found = asked_profile(request)
    today = timezone.localdate()
    page = {
        "profile": found,
        "days": DAYS,
        "today": today,
        "rows": _lapses(request, found, today),
        "organisation": request.GET.get("organisation", ""),
        "title": _("Which of our policies lapse soon?"),
        "crumbs": [
            {"label": _("What may we have?"), "url": reverse("catalogue:eligible")},
            {"label": _("Which of our policies lapse soon?"), "url": ""},
        ],
    }
    return render(request, "catalogue/lapsing.html", page)


def lapses_calendar(request):
    """The same for a calendar."""
    found = asked_profile(request)
    today = timezone.localdate()
    name = _("Policies that lapse")
    rows = [row["lapse"] for row in _lapses(request, found, today)]
    body = calendar_of(rows, f"{request.scheme}://{request.get_host()}", name)
    headers = {
        "Content-Disposition": 'attachment; filename="policies.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def day_asked(request) -> datetime.date:
    """The day of the question; today where none, or no day, is said."""
    asked = DayForm(request.POST if request.method == "POST" else request.GET)
    return asked.cleaned_data["on"] if asked.is_valid() else timezone.localdate()


def in_force_on(versions: list[PolicyVersion], on: datetime.date) -> PolicyVersion | None:
    fits = (
        one for one in versions if one.valid_from <= on and (one.valid_until is None or on <= one.valid_until)
    )
    return next(fits, None)


def _lapses(request, found: BusinessProfile | None, today: datetime.date) -> list[dict]:
    if found is None:
        return []
    policies = with_provider(published_policies(request.user), request.user)
    return [
        {
            "lapse": one,
            "days": one.days_left(today),
            "changes": differences(one.verdict.version, one.after) if one.after else [],
        }
        for one in lapsing(policies, facts_of(found, today), today)
    ]


def _told(verdict: Verdict, facts: Facts, on: datetime.date, may_tell: bool) -> dict:
    ordered = [one for answer in reversed(ORDER) for one in verdict.of(answer)]
    return {
        "verdict": verdict,
        "answer": words_of(verdict.answer),
        "lines": lines(ordered, facts, on, may_tell=may_tell),
    }


def _others(versions: list[PolicyVersion], shown: PolicyVersion, facts: Facts) -> list[dict]:
    """The other versions, each on its first day, as the enterprise is now; past ones on their last."""
    told = []
    for one in versions:
        if one == shown:
            continue
        is_past = one.valid_from < shown.valid_from
        on = (one.valid_until or one.valid_from) if is_past else one.valid_from
        answer = judge(one, one.rules.all(), facts, on).answer
        told.append({"version": one, "answer": answer, "words": words_of(answer), "on": on})
    return told


def _initial(
    found: BusinessProfile | None, facts: Facts | None, rules: Iterable[Rule], on: datetime.date
) -> dict:
    """What the form shows first: what is known of the enterprise."""
    if found is None or facts is None:
        return {"on": on}
    told = {name: getattr(found, name) for name in BusinessProfileForm.Meta.fields}
    named = {slug for rule in rules if rule.subject == About.PARK for slug in (*rule.one_of, *rule.none_of)}
    settled = min(facts.parks.yes & named, default=ELSEWHERE if facts.parks.is_all else "")
    return {"on": on, "country": str(found.owner.country or ""), "park": settled, **told}


def _begins(version: PolicyVersion) -> datetime.date:
    return version.valid_from


def _page_url(request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"
