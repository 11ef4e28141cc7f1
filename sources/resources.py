"""What can be imported and exported, and what each row is known by."""

from curation.descriptions import describe

from .models import Discrepancy, Passage, Source, Term, Vocabulary

describe(Source, "slug")
describe(Passage, "source", "code")
describe(Discrepancy, "code")
describe(Vocabulary, "slug")
describe(Term, "vocabulary", "slug")
