"""The pages on which a park's members draft agreements and lead them through their lives."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organisations.models import Person
from partners.models import Agreement, Due, LeadTimes
from partners.operations import agreements, obligations
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DueFactory,
    MembershipFactory,
    ObligationFactory,
    OrganisationFactory,
    ParkFactory,
    TermFactory,
    VocabularyFactory,
)
from tests.pages import Page, version_of

pytestmark = pytest.mark.django_db
Status = Agreement.Status


@pytest.fixture
def park(db):
    return ParkFactory(organisation__name_en="TusPark", organisation__country="CN").organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def nia(db):
    return OrganisationFactory(name_en="National Innovation Agency", country="TH")


def to(name, agreement):
    return reverse(f"partners:agreement_{name}", args=[agreement.slug])


def post(browser, name, agreement, **given):
    """Send a form; where it changes a text, on the state that its page shows."""
    if name in ("change", "amend") and agreement.owner.memberships.exists():
        page = browser.get(to(name, agreement))
        if b'name="version"' in page.content:
            given["version"] = version_of(page)
    return browser.post(to(name, agreement), given, follow=True)


def drafted(park, *bodies, **given):
    agreement = AgreementFactory(
        **{"status": Status.DRAFT, "owner": park, "is_published": False, "title_en": "Cooperation", **given}
    )
    for ordinal, body in enumerate((park, *bodies), 1):
        AgreementPartyFactory(agreement=agreement, organisation=body, ordinal=ordinal)
    return agreement


def in_force(park, by, *bodies, **given):
    agreement = drafted(park, *bodies, **given)
    agreements.move(agreement, Status.NEGOTIATING, by)
    agreements.make_final(agreement, by)
    for party in agreement.parties.all():
        agreements.sign(agreement, party, None, datetime.date(2026, 3, 2), by)
    agreement.refresh_from_db()
    return agreement


PAPER = [
    ("Strategic partnership with Thailand", "strategic", "National Innovation Agency", "TH"),
    ("Cooperation with NUST", "partnership", "National University of Sciences and Technology", "PK"),
    ("Comprehensive cooperation with Egypt", "comprehensive", "Ministry of Communications", "EG"),
]


@pytest.mark.parametrize(("title", "kind", "name", "country"), PAPER)
def test_an_agreement_of_the_paper_goes_through_its_whole_life(
    browser, member, park, title, kind, name, country
):
    other = OrganisationFactory(name_en=name, country=country)
    form = {"title": title, "kind": kind, "partners": f"{name}\n", "partner": park.pk, "ends_on": "2027-03"}
    page = Page(browser.post("/agreements/draft/", form, follow=True))
    agreement = Agreement.objects.get()
    assert page.title.startswith(title)
    assert (agreement.status, agreement.is_published, agreement.countries) == ("draft", False, [country])
    assert {party.organisation for party in agreement.parties.all()} == {park, other}
    post(browser, "move", agreement, to="negotiating")
    post(browser, "final", agreement)
    for party in agreement.parties.all():
        given = {"party": party.pk, "signatory": "Ms. Example", "signed_on": "2026-03-02"}
        assert "The signature is noted." in str(post(browser, "sign", agreement, **given).content.decode())
    agreement.refresh_from_db()
    assert (agreement.status, str(agreement.signed_on)) == ("signed", "2026-03-02")
    assert Person.objects.filter(name_en="Ms. Example", is_published=False).count() == 1
    given = {
        "title": title,
        "kind": kind,
        "ends_on": "2029-03",
        "partner": [park.pk, other.pk],
        "reason": "Two years more",
        "effective_on": "2026-04-01",
    }
    amended = Page(post(browser, "amend", agreement, **given))
    assert "Two years more" in amended.text and "March 2027" in amended.text
    assert agreement.amendments.get().difference == {"ends_on": ["2027-03", "2029-03"]}
    post(
        browser,
        "obligations",
        agreement,
        debtor=other.pk,
        text="Yearly report",
        first_due_on="2026-12-01",
        rhythm="yearly",
    )
    assert obligations.miss_overdue(datetime.datetime(2026, 12, 2, 12, tzinfo=datetime.UTC)) == 1
    assert "missed" in Page(browser.get(agreement.get_absolute_url())).text
    post(browser, "renew", agreement)
    newer = Agreement.objects.get(renews=agreement)
    assert (newer.title, newer.status, newer.parties.count()) == (title, "draft", 2)
    agreements.move(newer, Status.NEGOTIATING, member)
    agreements.make_final(newer, member)
    for party in newer.parties.all():
        agreements.sign(newer, party, None, datetime.date(2026, 5, 1), member)
    agreement.refresh_from_db()
    assert agreement.status == "renewed"


def test_honeywell_stays_an_intention(browser, member, park):
    agreement = drafted(park, OrganisationFactory(name_en="Honeywell"), kind="intention")
    agreements.move(agreement, Status.NEGOTIATING, member)
    agreements.make_final(agreement, member)
    assert "An intention is not signed" in Page(browser.get(to("sign", agreement))).text
    party = agreement.parties.first()
    answer = browser.post(to("sign", agreement), {"party": party.pk, "signed_on": "2026-03-02"})
    assert answer.status_code == 200
    agreement.refresh_from_db()
    assert agreement.status == "negotiating" and not agreement.parties.exclude(signed_on=None).exists()


def test_what_cannot_be_is_said_at_the_field_and_what_was_typed_stays(browser, park, nia):
    form = {
        "title": "Cooperation with Thailand",
        "kind": "strategic",
        "partner": [park.pk, nia.pk],
        "partners": "National Innovation Agency",
        "starts_on": "2027-02-30",
        "ends_on": "2026",
        "summary": "Typed with care",
    }
    page = Page(browser.post("/agreements/draft/", form))
    assert "This organisation is already a party in this role." in page.text
    assert "“2027-02-30” is not a year, a month or a day" in page.text
    assert "Typed with care" in page.text
    body = browser.post("/agreements/draft/", form).content.decode()
    assert 'value="Cooperation with Thailand"' in body and 'value="2027-02-30"' in body
    page = Page(browser.post("/agreements/draft/", form | {"starts_on": "2027", "partners": ""}))
    assert "The end date must be later than the start date." in page.text
    assert not Agreement.objects.exists()


def test_a_signature_of_a_day_that_cannot_be_is_refused_at_its_field(browser, member, park, nia):
    agreement = drafted(park, nia)
    agreements.move(agreement, Status.NEGOTIATING, member)
    party = agreement.parties.first()
    given = {"party": party.pk, "signatory": "Somebody New", "signed_on": "2099-01-01"}
    assert "before the text is final" in Page(post(browser, "sign", agreement, **given)).text
    agreements.make_final(agreement, member)
    answer = browser.post(to("sign", agreement), given)
    assert "This day is still to come." in Page(answer).text
    assert 'value="Somebody New"' in answer.content.decode()
    assert not Person.objects.filter(name_en="Somebody New").exists()
    foreign = AgreementPartyFactory()
    answer = browser.post(to("sign", agreement), given | {"party": foreign.pk, "signed_on": "2026-03-02"})
    assert "not one of the available choices" in Page(answer).text


def test_a_draft_is_changed_with_the_roles_of_its_parties(browser, park, nia):
    fields = VocabularyFactory(slug="fields-of-cooperation")
    field = TermFactory(vocabulary=fields, name_en="Science park")
    agreement = drafted(park, nia)
    form = {
        "title": "Renamed",
        "kind": "mou",
        "partner": [park.pk, nia.pk],
        "fields_of_cooperation": field.pk,
        f"role_{nia.pk}": "witness",
    }
    page = Page(post(browser, "change", agreement, **form))
    assert page.title.startswith("Renamed") and "Science park" in page.text
    assert dict(agreement.parties.values_list("organisation", "role")) == {
        park.pk: "party",
        nia.pk: "witness",
    }


def test_its_keepers_see_what_can_be_done_and_why_not(browser, park):
    agreement = drafted(park)
    page = Page(browser.get(agreement.get_absolute_url()))
    assert "What can be done now" in page.text and "It needs two parties first." in page.text
    assert "Nobody signs before the text is final." in page.text
    answer = post(browser, "move", agreement, to="negotiating")
    assert "It needs two parties first." in answer.content.decode()
    for name in ("final", "renew"):
        post(browser, name, agreement)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.is_final) == ("draft", False)


def test_a_partys_members_see_signatures_and_cannot_write(client, member, park, nia):
    agreement = in_force(park, member, nia, is_published=False)
    client.force_login(MembershipFactory(organisation=nia).user)
    page = Page(client.get(agreement.get_absolute_url()))
    assert "Parties and signatures" in page.text and "What can be done now" not in page.text
    for name in ("change", "reopen", "sign", "amend", "terminate", "obligations", "documents"):
        assert client.get(to(name, agreement)).status_code == 404
        assert client.post(to(name, agreement)).status_code == 404
    for name in ("move", "final", "renew", "show"):
        assert client.post(to(name, agreement)).status_code == 404


def test_others_see_a_public_one_as_ever_and_a_hidden_one_never(client, member, park, nia):
    hidden = in_force(park, member, nia, is_published=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    agreements.set_visibility(hidden, True, member)
    text = Page(client.get(hidden.get_absolute_url())).text
    assert "Parties" in text and "signatures" not in text and "How it came here" not in text


def test_terminating_asks_for_a_reason(browser, member, park, nia):
    agreement = in_force(park, member, nia)
    page = Page(browser.post(to("terminate", agreement), {"terminated_on": "2026-05-01"}))
    assert "Why it ended: This field is required." in page.text
    given = {"terminated_on": "2026-05-01", "ending": "agreed", "reason": "Both wished so"}
    page = Page(post(browser, "terminate", agreement, **given))
    assert "Both wished so" in page.text and "Its life is over" in page.text


def test_a_final_text_is_reopened_with_a_reason_and_never_changed_silently(browser, member, park, nia):
    agreement = drafted(park, nia)
    agreements.move(agreement, Status.NEGOTIATING, member)
    agreements.make_final(agreement, member)
    assert "Its text is final." in browser.get(to("change", agreement), follow=True).content.decode()
    assert "This field is required." in Page(browser.post(to("reopen", agreement), {})).text
    assert "Article 3" in Page(post(browser, "reopen", agreement, reason="Article 3")).text
    agreement.refresh_from_db()
    assert not agreement.is_final


def test_a_due_is_settled_with_what_shows_it(browser, member, park, nia):
    agreement = in_force(park, member, nia)
    due = DueFactory(obligation=ObligationFactory(agreement=agreement, debtor=nia, text="Report"))
    url = reverse("partners:due_settle", args=[due.pk])
    assert "This field is required." in Page(browser.post(url, {})).text
    page = Page(browser.post(url, {"evidence": "Letter of 1 June"}, follow=True))
    assert "Letter of 1 June" in page.text
    due.refresh_from_db()
    assert (due.state, due.settled_by) == (Due.State.DONE, member)
    assert "This is done already." in Page(browser.post(url, {"evidence": "Again"})).text
    foreign = DueFactory()
    assert browser.get(reverse("partners:due_settle", args=[foreign.pk])).status_code == 404


def test_a_member_of_two_parks_says_for_which_it_drafts(browser, member, park, nia):
    other = ParkFactory().organisation
    MembershipFactory(user=member, organisation=other)
    form = {"title": "Two parks", "kind": "mou", "partner": nia.pk}
    assert "For which park: This field is required." in Page(browser.post("/agreements/draft/", form)).text
    foreign = ParkFactory().organisation
    assert browser.post("/agreements/draft/", form | {"owner": foreign.pk}).status_code == 200
    browser.post("/agreements/draft/", form | {"owner": other.pk})
    assert Agreement.objects.get().owner == other


def test_who_belongs_to_no_park_drafts_nothing(client, plain_user):
    client.force_login(plain_user)
    page = Page(client.get("/agreements/draft/"))
    assert "Only members of a park draft agreements." in page.text
    client.post("/agreements/draft/", {"title": "x", "kind": "mou"})
    assert not Agreement.objects.exists()


def test_in_chinese_the_title_is_the_chinese_one(browser, park, nia):
    browser.post("/zh-hans/agreements/draft/", {"title": "战略合作", "kind": "mou", "partner": nia.pk})
    agreement = Agreement.objects.get()
    assert (agreement.title_zh_hans, agreement.title_en or "") == ("战略合作", "")


def test_lead_times_are_set_by_who_manages_or_edits(client, park, member):
    editor = MembershipFactory(organisation=park, role="editor").user
    url = reverse("partners:lead_times", args=[park.slug])
    client.force_login(member)
    assert client.get(url).status_code == 404
    client.force_login(editor)
    assert "90, 30, 7" in client.get(url).content.decode()
    for wrong in ("soon", "", "1000", "-5"):
        assert "There is a problem" in Page(client.post(url, {"days": wrong, "dormant_after": 6})).text
    client.post(url, {"days": "7, 60，7", "dormant_after": 9})
    times = LeadTimes.objects.get()
    assert (times.owner, times.days, times.dormant_after) == (park, [60, 7], 9)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browser, member, park, nia, count, django_assert_max_num_queries
):
    agreement = in_force(park, member, nia, *OrganisationFactory.create_batch(count))
    for obligation in ObligationFactory.create_batch(count, agreement=agreement, debtor=nia):
        for day in range(count):
            DueFactory(obligation=obligation, due_on=datetime.date(2026, 6, 1 + day))
    browser.get(agreement.get_absolute_url())
    with django_assert_max_num_queries(COST):
        browser.get(agreement.get_absolute_url())


#: Statements of the page of an agreement for a member of its keeper.
COST = 50


def test_what_an_operation_refuses_of_a_text_is_said_at_its_field(browser, member, park, nia, monkeypatch):
    def refuses(*args, **kwargs):
        raise ValidationError({"title_en": "Too plain."})

    monkeypatch.setattr("partners.operations.drafting.draft", refuses)
    form = {"title": "Plain", "kind": "mou", "partner": nia.pk}
    assert "Title: Too plain." in Page(browser.post("/agreements/draft/", form)).text


def test_who_keeps_an_agreement_sees_its_parties_though_nobody_published_them(park, browser, client):
    unknown = OrganisationFactory(name_en="Unknown Laboratory", is_published=False)
    agreement = drafted(park, unknown, is_published=True)
    pages = [agreement.get_absolute_url(), f"{reverse('partners:agreements')}?kept=true"]
    assert ["Unknown Laboratory" in browser.get(page).content.decode() for page in pages] == [True, True]
    client.logout()
    pages[1] = reverse("partners:agreements")
    assert ["Unknown Laboratory" in client.get(page).content.decode() for page in pages] == [False, False]
