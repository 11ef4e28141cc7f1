from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations

from .filters import DiscrepancyFilter, SourceFilter, TermFilter
from .models import Discrepancy, Passage, Source, Term, Vocabulary

SOURCE_BRIEF = Shape("SourceBrief", Source, card=[Plain("id"), Plain("slug"), Text("title")])
PASSAGE = Shape(
    "Passage",
    Passage,
    card=[Plain("id"), Plain("code"), Text("label"), One("source", shape=SOURCE_BRIEF)],
)
SOURCE = Shape(
    "Source",
    Source,
    card=[
        Plain("id"),
        Plain("slug"),
        Plain("kind"),
        Text("title"),
        Plain("author"),
        Text("publisher"),
        Plain("published_on"),
        Plain("licence"),
        Plain("link"),
    ],
    detail=[
        Text("description"),
        Text("curator_note"),
        Many("passages", shape=PASSAGE, by="source", order=["ordinal"]),
        Translations("translations", "title publisher description curator_note"),
    ],
)
DISCREPANCY = Shape(
    "Discrepancy",
    Discrepancy,
    card=[Plain("id"), Plain("code"), Plain("kind"), Text("title"), Text("note")],
    detail=[Many("passages", shape=PASSAGE), Translations("translations", "title note")],
)
DISCREPANCY_BRIEF = Shape("DiscrepancyBrief", Discrepancy, card=[Plain("code"), Text("title")])
TERM_BRIEF = Shape("TermBrief", Term, card=[Plain("id"), Plain("slug"), Text("name")])
VOCABULARY_BRIEF = Shape("VocabularyBrief", Vocabulary, card=[Plain("id"), Plain("slug"), Text("name")])
TERM = Shape(
    "Term",
    Term,
    card=[
        Plain("id"),
        Plain("slug"),
        One("vocabulary", shape=VOCABULARY_BRIEF),
        One("parent", shape=TERM_BRIEF),
        Text("name"),
        Text("definition"),
    ],
    detail=[
        Text("curator_note"),
        Many("passages", shape=PASSAGE),
        Translations("translations", "name definition curator_note"),
    ],
)

#: What every record tells of itself, at the end of its own fields.
RECORD_CARD = [Plain("is_example"), Plain("updated_at")]
RECORD_DETAIL = [
    Plain("is_published"),
    Text("curator_note"),
    Many("passages", shape=PASSAGE, note="Where it stands in the sources."),
    Many("discrepancies", shape=DISCREPANCY_BRIEF, note="What the sources do not agree on here."),
]


class SourceViewSet(RecordViewSet):
    """Documents and data sets that facts are taken from."""

    shape, filterset, keys = SOURCE, SourceFilter, ("pk", "slug")


class DiscrepancyViewSet(RecordViewSet):
    """What sources contradict themselves in, with the curator's note."""

    shape, filterset, keys = DISCREPANCY, DiscrepancyFilter, ("pk", "code")


class TermViewSet(RecordViewSet):
    """Terms of the vocabularies: forms, problems, risks, suggestions, fields of cooperation."""

    shape, filterset = TERM, TermFilter
