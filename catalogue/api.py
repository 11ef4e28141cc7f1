from common.api import RecordViewSet
from common.shapes import Field, Many, One, Plain, Shape, Text, Translations
from organisations.api import ORGANISATION_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL

from .category_filters import CategoryFilter
from .filters import ListingFilter
from .kinds import KINDS, TEXTS
from .models import Category, Listing, PolicyVersion, Question, Rule


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
        Many("versions", shape=VERSION, by="listing", order=["valid_from"], note="Of a policy."),
        *RECORD_DETAIL,
        Translations("translations", " ".join((*TEXTS, "curator_note"))),
    ],
)


class ListingViewSet(RecordViewSet):
    """What the one-stop catalogue offers, of every kind."""

    shape, filterset, keys = LISTING, ListingFilter, ("pk", "slug")


class CategoryViewSet(RecordViewSet):
    """Categories of listings, with what is asked in each."""

    shape, filterset, keys = CATEGORY, CategoryFilter, ("pk", "slug")
