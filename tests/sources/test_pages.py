import pytest

from sources.facts import record_models
from sources.models import Term
from tests.factories import (
    AgreementFactory,
    DiscrepancyFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationRelationFactory,
    PassageFactory,
    SourceFactory,
    TermFactory,
    VocabularyFactory,
)
from tests.pages import Page, words

pytestmark = pytest.mark.django_db


def test_source_tells_at_each_place_what_stands_there(client):
    source = SourceFactory(title_en="The paper")
    later = PassageFactory(source=source, code="IV", label_en="Section IV", ordinal=2)
    first = PassageFactory(source=source, code="I", label_en="Section I", ordinal=1)
    park = OrganisationFactory(name_en="Vision Valley")
    park.passages.add(later)
    figure = ObservationFactory(organisation=park, printed="nearly 73")
    figure.passages.add(later, first)
    page = Page(client.get(source.get_absolute_url()))
    assert page.title == "The paper"
    assert [place.get("id") for place in page.of_class("pw-place")] == ["I", "IV"]
    assert "Vision Valley" in page.section("IV") and "nearly 73" in page.section("IV")
    assert "nearly 73" in page.section("I") and "Organisations" not in page.section("I")
    assert park.get_absolute_url() in page.links and figure.get_absolute_url() in page.links


def test_hidden_facts_do_not_stand_in_a_source(client, sign_in, curator):
    passage = PassageFactory(code="II")
    hidden = OrganisationFactory(name_en="Secret Park", is_published=False)
    partly = OrganisationRelationFactory(organisation__name_en="Open Park", other=hidden)
    for fact in (hidden, partly, AgreementFactory(title_en="Secret pact", is_published=False)):
        fact.passages.add(passage)
    seen = Page(client.get(passage.source.get_absolute_url()))
    assert "Secret" not in seen.text and "Open Park" not in seen.text
    assert seen.section("II").endswith("No fact of the portal cites this place.")
    kept = Page(sign_in(curator).get(passage.source.get_absolute_url()))
    assert "Secret Park" in kept.text and "Secret pact" in kept.text and "Open Park" in kept.text


@pytest.mark.parametrize("count", [1, 3])
def test_source_costs_the_same_however_much_stands_in_it(client, count, django_assert_max_num_queries):
    source = SourceFactory()
    for _ in range(count):
        passage = PassageFactory(source=source)
        for fact in (ObservationFactory(), OrganisationRelationFactory(), AgreementFactory(), TermFactory()):
            fact.passages.add(passage)
    with django_assert_max_num_queries(45) as queries:
        client.get(source.get_absolute_url())
    assert len(queries) == 25


def test_discrepancy_shows_the_claims_side_by_side(client):
    discrepancy = DiscrepancyFactory(title_en="Bases do not add up", note_en="143 is not 134.")
    whole = ObservationFactory(printed="134", indicator__name_en="Bases")
    part = ObservationFactory(printed="nearly 73", indicator__name_en="Incubators")
    hidden = ObservationFactory(printed="9999", is_published=False)
    for figure in (whole, part, hidden):
        figure.discrepancies.add(discrepancy)
    page = Page(client.get(discrepancy.get_absolute_url()))
    assert page.title == "Bases do not add up"
    assert "143 is not 134." in page.text
    assert "Bases: 134" in page.text and "Incubators: nearly 73" in page.text
    assert "9999" not in page.text


def test_discrepancies_are_listed_and_filtered_by_kind(client):
    DiscrepancyFactory(title_en="PTC for PCT", kind="misprint")
    DiscrepancyFactory(title_en="Shares disagree", kind="arithmetic")
    assert Page(client.get("/sources/discrepancies/?kind=misprint")).cards == ["PTC for PCT"]
    assert len(Page(client.get("/sources/discrepancies/")).cards) == 2


def test_terms_stand_below_their_broader_ones(client):
    risks = VocabularyFactory(slug="risks", name_en="Risks")
    broad = TermFactory(vocabulary=risks, name_en="Culture", ordinal=1)
    TermFactory(vocabulary=risks, name_en="Integration", parent=broad, ordinal=2)
    TermFactory(vocabulary=risks, name_en="Hidden risk", is_published=False, ordinal=3)
    page = Page(client.get("/sources/vocabularies/risks/"))
    assert "Hidden risk" not in page.text
    above = next(term for term in page.of_class("pw-terms__term") if term.get("id") == broad.slug)
    assert words(above) == "Culture Integration"


def test_term_names_its_neighbours_and_the_agreements_in_its_field(client):
    vocabulary = VocabularyFactory(slug="fields")
    broad = TermFactory(vocabulary=vocabulary, name_en="Energy")
    term = TermFactory(vocabulary=vocabulary, slug="saving", name_en="Energy saving", parent=broad)
    TermFactory(vocabulary=vocabulary, name_en="Light bulbs", parent=term)
    TermFactory(vocabulary=vocabulary, name_en="Hidden child", parent=term, is_published=False)
    AgreementFactory(title_en="Pact on saving").fields_of_cooperation.add(term)
    AgreementFactory(title_en="Hidden pact", is_published=False).fields_of_cooperation.add(term)
    page = Page(client.get("/sources/vocabularies/fields/saving/"))
    assert page.cards == ["Pact on saving"]
    assert broad.get_absolute_url() in page.links and "Light bulbs" in page.text
    assert "Hidden" not in page.text


def test_hidden_term_is_not_there(client):
    term = TermFactory(is_published=False)
    assert client.get(term.get_absolute_url()).status_code == 404
    assert Term.objects.filter(pk=term.pk).exists()


def test_sources_speak_chinese(client):
    source = SourceFactory(title_en="The paper", title_zh_hans="论文", kind="paper")
    PassageFactory(source=source, label_en="Section IV", label_zh_hans="第四部分")
    page = Page(client.get(f"/zh-hans{source.get_absolute_url()}"))
    assert page.title == "论文" and "第四部分" in page.text


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_each_kind_of_fact_is_shown_somewhere(model):
    owner = model if hasattr(model, "get_absolute_url") else None
    if owner is None:
        owner = model._meta.get_field(model.visible_through[0]).related_model
    assert hasattr(owner, "get_absolute_url")
