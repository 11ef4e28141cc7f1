"""May we have it? In the API: of one policy, and of all that are in force on a day."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from common.api import Asked, OnlyJson
from common.openapi import refusals
from common.paging import LARGEST_PAGE
from common.problems import BadParameters, wrong_parameter
from common.shapes import LANGUAGES
from organisations.models import Organisation

from .answers import Line, lines, parks_named
from .eligibility import Answer, Facts, Verdict, judge
from .eligible_filters import PolicyFilter
from .enterprises import facts_of, profile_of
from .in_force import published_policies, verdicts_on, versions_in_force
from .models import BusinessProfile, Listing
from .words import Kind, Level, Support

TEXT, DAY = {"type": "string"}, {"type": "string", "format": "date"}
WORDS = {
    Answer.MET: "eligible",
    Answer.NOT_MET: "not_eligible",
    Answer.UNKNOWN: "unknown",
}
RULE = {
    "type": "object",
    "properties": {
        "subject": TEXT | {"description": "What the rule is about."},
        "answer": {"type": "string", "enum": [one.value for one in Answer]},
        "label": TEXT,
        "wanted": TEXT | {"description": "What the rule asks for, in words."},
        "told": TEXT | {"description": "What is known of the enterprise, in words; empty where nothing is."},
        "why": TEXT | {"description": "Why it is not known or not met, where it needs words."},
        "missing": TEXT | {"description": "What would make it met."},
    },
    "required": ["subject", "answer", "label", "wanted", "told", "why", "missing"],
}
VERSION = {
    "type": ["object", "null"],
    "description": "The version in force on that day; null where none is.",
    "properties": {
        "id": TEXT,
        "valid_from": DAY,
        "valid_until": {"type": ["string", "null"], "format": "date"},
    },
}
VERDICT = {
    "type": "object",
    "properties": {
        "listing": {"type": "object", "properties": {"id": TEXT, "slug": TEXT, "title": TEXT}},
        "organisation": TEXT,
        "on": DAY,
        "version": VERSION,
        "answer": {"type": ["string", "null"], "enum": [*WORDS.values(), None]},
        "rules": {"type": "array", "items": RULE},
    },
    "required": ["listing", "organisation", "on", "version", "answer", "rules"],
}
PAGE = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "next": {"type": ["string", "null"], "format": "uri"},
        "results": {"type": "array", "items": VERDICT},
    },
    "required": ["count", "next", "results"],
}
PARAMETERS = [
    OpenApiParameter(
        "organisation", str, description="Slug or id of the enterprise; your own without, where it is one."
    ),
    OpenApiParameter("on", OpenApiTypes.DATE, description="On which day; today without."),
    OpenApiParameter("lang", OpenApiTypes.STR, enum=LANGUAGES, description="Language of texts."),
]


class _Asks(Asked, APIView):
    content_negotiation_class = OnlyJson

    def _profile(self) -> BusinessProfile:
        """Whose. Raises Http404 where it is not one's to read; BadParameters where it is not told."""
        user, key = self.request.user, self.request.GET.get("organisation")
        own = Organisation.objects.of_member(user).order_by("pk")
        if key is None:
            mine = list(own[:2])
            if len(mine) != 1:
                words = _("Name the enterprise, by its slug or id.")
                raise BadParameters([wrong_parameter("organisation", "", words)])
            return profile_of(mine[0])
        if found := own.filter(Q(slug=key) | Q(pk=key)).first():
            return profile_of(found)
        profiles = BusinessProfile.objects.visible_to(user).select_related("owner")
        profile = profiles.filter(Q(owner__slug=key) | Q(owner=key)).first()
        if profile is None:
            raise Http404
        return profile

    def _day(self) -> datetime.date:
        asked = self.request.GET.get("on")
        if asked is None:
            return timezone.localdate()
        try:
            day = parse_date(asked) if len(asked) == 10 else None
        except ValueError:
            day = None
        if day is None:
            raise BadParameters([wrong_parameter("on", asked, _("A day: 2026-03-05."))])
        return day


class Eligibility(_Asks):
    """Whether an enterprise may have what a policy gives, with the rules that decide."""

    @extend_schema(
        operation_id="read_eligibility",
        summary="Ask whether an enterprise is eligible",
        description="All rules of the version that is in force on the day, with what is known of each.",
        tags=["listings"],
        parameters=PARAMETERS,
        responses={200: VERDICT} | refusals(400, 404),
    )
    def get(self, request, listing):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"organisation", "on", "lang"})
            listings = Listing.objects.visible_to(request.user)
            policy = listings.filter(Q(pk=listing) | Q(slug=listing)).first()
            if policy is None:
                raise Http404
            if policy.kind != Kind.POLICY:
                words = _("Only policies have rules.")
                raise BadParameters([wrong_parameter("listing", listing, words)])
            on, profile = self._day(), self._profile()
            version = versions_in_force(listings.filter(pk=policy.pk), on).first()
            facts = facts_of(profile, on)
            verdict = judge(version, version.rules.all(), facts, on) if version else None
            return self._told(_told(policy, verdict, profile, facts, on), reader)


class Eligible(_Asks):
    """All policies in force on a day, with the answer for an enterprise."""

    @extend_schema(
        operation_id="list_eligible",
        summary="List which policies an enterprise may have",
        description="Eligible first, then what cannot be told, then the others; with the rules that decide.",
        tags=["eligible"],
        parameters=[
            *PARAMETERS,
            OpenApiParameter("country", str, description="ISO 3166-1 code of a country that it is for."),
            OpenApiParameter("support", str, enum=Support.values, description="Kind of support."),
            OpenApiParameter("level", str, enum=Level.values, description="Whose policy it is."),
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": 9999}),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
        ],
        responses={200: PAGE} | refusals(400, 404),
    )
    def get(self, request):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown(
                {"organisation", "on", "lang", "country", "support", "level", "page", "page_size"}
            )
            size, number, on = self._page_size(), self._page(), self._day()
            policies = self._filtered(published_policies(request.user))
            profile = self._profile()
            facts = facts_of(profile, on)
            verdicts = verdicts_on(policies, facts, on)
            shown = verdicts[(number - 1) * size : number * size]
            rows = policies.order_by().in_bulk([one.version.listing_id for one in shown])
            parks = parks_named(shown, facts)
            results = [
                _told(rows[one.version.listing_id], one, profile, facts, on, parks, all_rules=False)
                for one in shown
                if one.version.listing_id in rows
            ]
            more = self._url(number + 1, "page") if number * size < len(verdicts) else None
            return self._told({"count": len(verdicts), "next": more, "results": results}, reader)

    def _filtered(self, policies):
        return self._sifted(PolicyFilter, policies).qs

    def _page(self) -> int:
        asked = self.request.GET.get("page")
        if asked is None:
            return 1
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and int(asked)):
            raise BadParameters([wrong_parameter("page", asked, _("A whole number from 1 to %d.") % 9999)])
        return int(asked)


def _told(
    listing: Listing,
    verdict: Verdict | None,
    profile: BusinessProfile,
    facts: Facts,
    on: datetime.date,
    parks: Any = None,
    *,
    all_rules: bool = True,
) -> dict:
    findings = (verdict.findings if all_rules else verdict.deciding) if verdict else ()
    version = verdict.version if verdict else None
    return {
        "listing": {"id": listing.pk, "slug": listing.slug, "title": listing.title},
        "organisation": profile.owner.slug,
        "on": on,
        "version": version
        and {"id": version.pk, "valid_from": version.valid_from, "valid_until": version.valid_until},
        "answer": verdict and WORDS[verdict.answer],
        "rules": [
            _rule(one.rule.subject, line)
            for one, line in zip(findings, lines(findings, facts, on, parks=parks), strict=True)
        ],
    }


def _rule(subject: str, line: Line) -> dict:
    return {
        "subject": subject,
        "answer": line.answer.value,
        "label": line.about,
        "wanted": line.wanted,
        "told": line.told,
        "why": line.why,
        "missing": line.missing,
    }
