import pytest

from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DiscrepancyFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    PassageFactory,
    ProjectFactory,
    ProjectParticipantFactory,
    TermFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


def agreement_of(*organisations, **fields):
    agreement = AgreementFactory(**fields)
    for place, organisation in enumerate(organisations):
        AgreementPartyFactory(agreement=agreement, organisation=organisation, ordinal=place)
    return agreement


# Partners


def test_partners_are_filtered_by_kind_country_and_any_of_their_names(client):
    university = PartnerFactory(kind="university", organisation__name_en="Nile", organisation__country="EG")
    PartnerFactory(kind="corporation", organisation__name_en="Gears", organisation__country="US")
    university.organisation.names.create(text="جامعة", language="ar")
    assert Page(client.get("/partners/")).cards == ["Gears", "Nile"]
    for query in ("kind=university", "country=eg", "q=nile", "q=جامعة", "kind=university&kind=media"):
        page = Page(client.get(f"/partners/?{query}"))
        assert (page.cards, page.count) == (["Nile"], "1 result"), query


@pytest.mark.parametrize("hide", ["partner", "organisation"])
def test_unpublished_partner_is_not_listed_counted_or_found(client, sign_in, curator, hide):
    hidden = {"is_published": False} if hide == "partner" else {"organisation__is_published": False}
    partner = PartnerFactory(organisation__name_en="Hidden", organisation__country="EG", **hidden)
    page = Page(client.get("/partners/"))
    assert page.cards == [] and page.count == "0 results"
    assert "Egypt" not in page.text
    assert client.get(partner.get_absolute_url()).status_code == 404
    assert sign_in(curator).get(partner.get_absolute_url()).status_code == 200


def test_partner_page_shows_its_agreements_and_projects_but_no_hidden_ones(client):
    partner, park = PartnerFactory(), OrganisationFactory(name_en="Own park")
    agreement_of(park, partner.organisation, title_en="Open pact")
    agreement_of(park, partner.organisation, title_en="Hidden pact", is_published=False)
    project = ProjectFactory(title_en="Open plan")
    hidden = ProjectFactory(title_en="Hidden plan", is_published=False)
    for each in (project, hidden):
        ProjectParticipantFactory(project=each, organisation=partner.organisation)
    page = Page(client.get(partner.get_absolute_url()))
    assert page.cards == ["Open pact", "Open plan"]
    assert "Hidden" not in page.text


def test_partner_map_leads_to_the_other_parties(client):
    here = {"latitude": "30.0", "longitude": "31.2"}
    partner = PartnerFactory(**{f"organisation__{name}": value for name, value in here.items()})
    there = OrganisationFactory(name_en="Beijing body", latitude="39.9", longitude="116.4")
    nowhere = OrganisationFactory(name_en="Placeless")
    agreement = agreement_of(partner.organisation, there, nowhere)
    response = client.get(partner.get_absolute_url())
    assert [point["name"] for point in response.context["map_data"]["points"]] == [
        partner.organisation.name,
        "Beijing body",
    ]
    assert [line["url"] for line in response.context["map_data"]["lines"]] == [agreement.get_absolute_url()]


# Agreements


def test_agreements_are_filtered(client):
    field = TermFactory(slug="energy")
    bue = OrganisationFactory(slug="bue", name_en="British University")
    pact = agreement_of(
        bue, title_en="Pact", kind="comprehensive", status="active", countries=["EG"], signed_on="2015"
    )
    pact.fields_of_cooperation.add(field)
    other = agreement_of(
        OrganisationFactory(slug="other"), title_en="Plan", kind="intention", status="negotiating"
    )
    other.fields_of_cooperation.add(TermFactory(slug="water"))
    assert Page(client.get("/agreements/")).cards == ["Pact", "Plan"]
    for query in (
        "kind=comprehensive",
        "status=active",
        "is_partnership=true",
        "country=eg",
        "field=energy",
        "party=bue",
        "signed_after=2015-03",
        "signed_before=2015-03",
        "q=pact",
        "q=british",
    ):
        assert Page(client.get(f"/agreements/?{query}")).cards == ["Pact"], query
    assert Page(client.get("/agreements/?is_partnership=false")).cards == ["Plan"]
    assert Page(client.get("/agreements/?signed_after=2016")).cards == []


@pytest.mark.parametrize(
    "query",
    [
        "kind=deal",
        "country=ZZ",
        "party=nobody",
        "field=nothing",
        "signed_after=soon",
        "ordering=colour",
        "is_partnership=maybe",
    ],
)
def test_value_that_cannot_be_is_named_at_its_field(client, query):
    AgreementFactory(title_en="Pact")
    page = Page(client.get(f"/agreements/?{query}"))
    assert page.cards == []
    assert "There is a problem" in page.text


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_intention_is_never_counted_as_a_partnership(client, language):
    agreement = AgreementFactory(title_en="Visit", kind="intention", status="negotiating")
    response = client.get(language + agreement.get_absolute_url())
    assert response.context["agreement"].is_partnership is False
    if not language:
        page = Page(response)
        assert "not counted as a partnership" in page.text
        assert "nothing has been signed" in page.section("counted")


def test_partnership_without_a_document_counts_and_says_so(client):
    agreement = AgreementFactory(is_generic=True)
    page = Page(client.get(agreement.get_absolute_url()))
    assert "names no signed document" in page.section("counted")
    assert "no document named" in page.text


def test_agreement_tells_who_where_on_what_and_from_where_it_is_known(client):
    party = OrganisationFactory(name_en="Ministry", country="EG")
    agreement = agreement_of(
        OrganisationFactory(name_en="Own park"), party, countries=["EG"], curator_note="Undated in the text."
    )
    agreement.fields_of_cooperation.add(TermFactory(name_en="Science park"))
    agreement.passages.add(PassageFactory(label_en="Section IV (I)"))
    agreement.discrepancies.add(DiscrepancyFactory(title_en="Dates differ"))
    ProjectFactory(title_en="Resting plan").agreements.add(agreement)
    hidden = ProjectFactory(title_en="Hidden plan", is_published=False)
    hidden.agreements.add(agreement)
    page = Page(client.get(agreement.get_absolute_url()))
    assert "Own park" in page.section("parties") and "Ministry" in page.section("parties")
    for told in ("Egypt", "Science park", "no date given", "Undated in the text.", "Dates differ"):
        assert told in page.text, told
    assert "Section IV (I)" in page.section("sources")
    assert page.cards == ["Resting plan"]


def test_unpublished_party_of_a_public_agreement_is_nowhere(client, sign_in, curator):
    hidden = OrganisationFactory(slug="shy", name_en="Shy Ltd", is_published=False)
    agreement = agreement_of(OrganisationFactory(name_en="Own park"), hidden, title_en="Pact")
    assert "Shy" not in Page(client.get(agreement.get_absolute_url())).text
    assert "Shy" not in Page(client.get("/agreements/")).text
    assert Page(client.get("/agreements/?q=shy")).cards == []
    assert "There is a problem" in Page(client.get("/agreements/?party=shy")).text
    as_curator = sign_in(curator)
    assert Page(as_curator.get("/agreements/?party=shy")).cards == ["Pact"]
    assert Page(as_curator.get("/agreements/?q=shy")).cards == ["Pact"]


def test_unpublished_agreement_is_seen_by_its_parties_only(client, sign_in):
    insider, outsider = UserFactory.create_batch(2)
    own = OrganisationFactory()
    MembershipFactory(user=insider, organisation=own)
    agreement = agreement_of(own, title_en="Draft", is_published=False, countries=["EG"])
    for stranger in (client, sign_in(outsider)):
        assert stranger.get(agreement.get_absolute_url()).status_code == 404
        page = Page(stranger.get("/agreements/"))
        assert page.cards == [] and page.count == "0 results" and "Egypt" not in page.text
    assert Page(sign_in(insider).get("/agreements/")).cards == ["Draft"]
    assert sign_in(insider).get(agreement.get_absolute_url()).status_code == 200


def test_undated_agreements_keep_their_place_in_every_order(client):
    AgreementFactory(title_en="Undated", signed_on=None)
    AgreementFactory(title_en="Old", signed_on="2003")
    AgreementFactory(title_en="New", signed_on="2015-08")
    assert Page(client.get("/agreements/?ordering=-signed_on")).cards == ["New", "Old", "Undated"]


def test_agreements_speak_chinese(client):
    agreement = agreement_of(
        OrganisationFactory(name_en="Tus-Holdings", name_zh_hans="启迪控股"), title_zh_hans="战略合作"
    )
    page = Page(client.get(f"/zh-hans{agreement.get_absolute_url()}"))
    assert page.title == "战略合作" and "启迪控股" in page.text
    assert Page(client.get("/zh-hans/agreements/")).cards == ["战略合作"]


# Cost


def grow(count):
    """As many of everything as asked for, hanging on one partner."""
    partner = PartnerFactory()
    for _ in range(count):
        PartnerFactory()
        agreement = agreement_of(partner.organisation, OrganisationFactory(), countries=["EG"])
        agreement.fields_of_cooperation.add(TermFactory())
        agreement.passages.add(PassageFactory())
        project = ProjectParticipantFactory(organisation=partner.organisation).project
        project.agreements.add(agreement)
    return partner, agreement


def test_lists_and_pages_cost_the_same_however_much_there_is(client, django_assert_max_num_queries):
    costs = []
    for count in (1, 3):
        partner, agreement = grow(count)
        cost = {}
        for address in (
            "/partners/",
            "/agreements/",
            partner.get_absolute_url(),
            agreement.get_absolute_url(),
        ):
            with django_assert_max_num_queries(60) as queries:
                client.get(address)
            cost[address.strip("/").replace(partner.organisation.slug, "x").replace(agreement.slug, "x")] = (
                len(queries)
            )
        costs.append(cost)
    assert costs[0] == costs[1]
    assert costs[0] == {"partners": 4, "agreements": 8, "partners/x": 27, "agreements/x": 11}
