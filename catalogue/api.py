from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.once import AnswersOnce
from common.api import RecordViewSet
from common.openapi import refusals
from common.people import UserName
from common.shapes import Field, Many, One, Plain, Shape, Text, Translations
from common.versions import version_of
from common.writing import Changes, Creates
from organisations.api import ORGANISATION_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL

from .bodies import (
    ListingBody,
    ListingChange,
    ListingMove,
    RemarkSettled,
    RemarkWritten,
    VersionBody,
)
from .category_filters import CategoryFilter
from .finding import Found
from .kinds import KINDS, TEXTS
from .models import Category, Listing, PolicyVersion, Question, Remark, Rule
from .operations import life, remarks, versions, writing
from .operations.keeping import writable_by
from .own_filters import ListingApiFilter

STEPS = {
    "submit": life.submit,
    "withdraw": life.withdraw,
    "archive": life.archive,
    "reopen": life.reopen,
    "confirm": life.confirm,
    "translations_fit": writing.still_fits,
}


class Particulars(Field):
    """What listings of one kind are told by, as an object whose members follow from the kind."""

    def sql(self, row):
        cases = []
        for kind, told in KINDS.items():
            pairs = (f"'{name}', {_of(name).sql(row)}" for name in told.fields)
            cases.append(f"WHEN '{kind}' THEN json_build_object({', '.join(pairs)})")
        return f"CASE {row.column('kind')} {' '.join(cases)} END"

    def schema(self, model):
        kinds = [
            {
                "type": "object",
                "title": str(kind),
                "properties": {name: _of(name).schema(model) for name in told.fields},
                "required": list(told.fields),
            }
            for kind, told in KINDS.items()
        ]
        return self._described({"oneOf": kinds})

    def models(self, model):
        return iter(())


def _of(name: str) -> Field:
    return Text(name) if name in TEXTS else Plain(name)


CATEGORY_BRIEF = Shape("CategoryBrief", Category, card=[Plain("id"), Plain("slug"), Text("name")])
QUESTION = Shape(
    "Question",
    Question,
    card=[
        Plain("slug"),
        Text("text"),
        Text("help_text"),
        Plain("answer"),
        Text("options", note="One a line."),
        Plain("is_required"),
    ],
)
CATEGORY = Shape(
    "Category",
    Category,
    card=[
        Plain("id"),
        Plain("slug"),
        Plain("kind"),
        One("parent", shape=CATEGORY_BRIEF),
        Text("name"),
        Text("description"),
        Plain("takes_two"),
        Plain("review_every", note="Months."),
    ],
    detail=[
        Many("questions", shape=QUESTION, by="category", order=["ordinal"]),
        Translations("translations", "name description"),
    ],
)
RULE = Shape(
    "Rule",
    Rule,
    card=[
        Plain("subject"),
        Plain("at_least"),
        Plain("at_most"),
        Plain("one_of"),
        Plain("none_of"),
        Plain("must_be"),
        Plain("note"),
    ],
)
VERSION = Shape(
    "PolicyVersion",
    PolicyVersion,
    card=[
        Plain("id"),
        Plain("valid_from"),
        Plain("valid_until"),
        Plain("amount_min"),
        Plain("amount_max"),
        Plain("currency"),
        Plain("percent"),
        Text("text"),
        Plain("source"),
        Plain("link"),
        Many("rules", shape=RULE, by="policy_version", order=["subject"]),
    ],
)
REMARK = Shape(
    "Remark",
    Remark,
    card=[
        Plain("id"),
        Plain("field", note="The field that it is about; empty: the whole listing."),
        Plain("text"),
        UserName("by"),
        Plain("created_at"),
        Plain("settled_at"),
    ],
)
LISTING = Shape(
    "Listing",
    Listing,
    card=[
        Plain("id"),
        Plain("slug"),
        Plain("kind"),
        One("category", shape=CATEGORY_BRIEF),
        Text("title"),
        Text("summary"),
        One("provider", shape=ORGANISATION_BRIEF),
        Plain("countries"),
        Plain("industries"),
        Plain("languages"),
        Plain("publish_at"),
        Plain("expires_at"),
        Particulars("particulars", note="What only listings of its kind have."),
        *RECORD_CARD,
    ],
    detail=[
        Text("text"),
        Plain("link"),
        Plain("contact_email"),
        Plain("source"),
        Plain("status"),
        Plain("review_on"),
        Plain("original_language"),
        Many("remarks", shape=REMARK, by="listing", order=["created_at"], note="For those who keep it."),
        Many("versions", shape=VERSION, by="listing", order=["valid_from"], note="Of a policy."),
        *RECORD_DETAIL,
        Translations("translations", " ".join((*TEXTS, "curator_note"))),
    ],
)


COUNTS = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "count_is_exact": {"type": "boolean", "description": "Else the numbers are estimated."},
        "facets": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    },
}


class ListingViewSet(AnswersOnce, Creates, Changes):
    """What the one-stop catalogue offers, of every kind.

    Members of the organisation that keeps a listing write it, and curators, who publish it.
    """

    shape, filterset, keys = LISTING, ListingApiFilter, ("pk", "slug")
    body, changed_body = ListingBody, ListingChange
    bodies = {
        "moves": ListingMove,
        "remarks": RemarkWritten,
        "settled": RemarkSettled,
        "versions": VersionBody,
    }

    @extend_schema(
        summary="Count the listings by what they can be narrowed down by",
        responses={200: COUNTS} | refusals(400),
    )
    @action(detail=False, methods=["get"])
    def facets(self, request):
        """How many listings fit the filters, and how many there would be of each value of each of them,
        whatever else of it is chosen. Filters as of the list."""
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"lang"} | set(self.filterset.base_filters))
            filters = self._sifted(self.filterset, Listing.objects.visible_to(reader.user))
            if unchanged := self._unchanged(reader, None):
                return unchanged
            version = version_of(None)  # before what it stands for
            counts = Found(filters, reader.user).counts
        told = {"count": counts.total, "count_is_exact": counts.is_exact, "facets": counts.of}
        return self._to_keep(Response(told), reader, None, version)

    def writable(self):
        return writable_by(self.request.user)

    def make(self, given):
        particulars = given.pop("particulars", {})
        listing = Listing(
            original_language=get_language() or "en", **{"provider": given.get("owner")} | given
        )
        for name, value in particulars.items():
            setattr(listing, name, value)
        return writing.draft(listing, self.request.user)

    def change(self, row, given):
        particulars = given.pop("particulars", {})
        writing.change(row, {**given, **particulars}, self.request.user)

    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Send it in, take it back, send it back, publish it for a time, archive it, make it a draft again,
        say that it is still true, or that its translations still fit."""

        def do(row, given):
            by = request.user
            match given["move"]:
                case "publish":
                    return life.publish(row, by, given.get("at"), given.get("until"))
                case "send_back":
                    return life.send_back(row, given["text"], by, given["field"]).listing
                case step:
                    return STEPS[step](row, by)

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def remarks(self, request, pk):
        """Comment on it, or answer a comment; the listing is answered, with its comments."""
        return self._act(
            pk, lambda row, given: remarks.say(row, given["text"], request.user, given["field"]).listing
        )

    @action(detail=True, methods=["post"])
    def settled(self, request, pk):
        """Say that a comment is done with, or that it is not after all."""

        def do(row, given):
            remark = row.remarks.filter(pk=given["remark"]).first()
            if remark is None:
                raise serializers.ValidationError({"remark": [_("There is nothing of this id.")]})
            return remarks.settle(remark, request.user, given["is_settled"]).listing

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def versions(self, request, pk):
        """Write the version of a policy that begins on a day, with all its rules; the policy is answered."""

        def do(row, given):
            begins, rules = given.pop("valid_from"), given.pop("rules")
            return versions.keep_version(row, begins, given, rules, request.user).listing

        return self._act(pk, do)


class CategoryViewSet(RecordViewSet):
    """Categories of listings, with what is asked in each."""

    shape, filterset, keys = CATEGORY, CategoryFilter, ("pk", "slug")
