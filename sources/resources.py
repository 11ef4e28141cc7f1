"""What can be imported and exported, and what each row is known by."""

from common.exchange import exchange

from .models import Discrepancy, Passage, Source, Term, Vocabulary

exchange(Source, "slug")
exchange(Passage, "source", "code")
exchange(Discrepancy, "code")
exchange(Vocabulary, "slug")
exchange(Term, "vocabulary", "slug")
