"""What no way of writing can bring into the rows of sources and terms."""

import pytest

from tests.breaking import refused_by, set_raw
from tests.factories import DiscrepancyFactory, PassageFactory, SourceFactory, TermFactory, VocabularyFactory

pytestmark = pytest.mark.django_db


def test_what_is_cited_is_there_once():
    passage, term = PassageFactory(), TermFactory()
    refused_by("passage_code_once_per_source", PassageFactory, source=passage.source, code=passage.code)
    refused_by("term_slug_once_per_vocabulary", TermFactory, vocabulary=term.vocabulary, slug=term.slug)
    refused_by("sources_source_slug_key", SourceFactory, slug=passage.source.slug)
    refused_by("sources_vocabulary_slug_key", VocabularyFactory, slug=term.vocabulary.slug)
    refused_by("sources_discrepancy_code_key", _same_code)


def _same_code():
    DiscrepancyFactory(code=DiscrepancyFactory().code)


def test_a_term_does_not_stand_below_itself_however_far_up():
    broad = TermFactory()
    narrow = TermFactory(vocabulary=broad.vocabulary, parent=broad)
    refused_by("term_tree_without_ring", set_raw, broad, parent_id=broad.pk)
    refused_by("term_tree_without_ring", set_raw, broad, parent_id=narrow.pk)


@pytest.mark.parametrize("factory", [SourceFactory, DiscrepancyFactory])
def test_a_kind_is_one_of_those_there_are(factory):
    row = factory()
    refused_by(f"{row._meta.db_table}_kind_check", set_raw, row, kind="nonsense")
