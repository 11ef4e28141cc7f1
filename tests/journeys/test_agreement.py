"""An agreement led through its life by the pages, and an intention that stays one."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from partners.models import Agreement
from tests.factories import MembershipFactory, UserFactory

from .conftest import let_sign_in, pick_body
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEEPER = "keeper@tuspark.example"
TITLE = "A science park in Pakistan"


@pytest.fixture
def keeper(in_journeys):
    """A member of TusPark's staff who can sign in."""
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        if not tuspark.memberships.filter(user__email=KEEPER).exists():
            let_sign_in(MembershipFactory(organisation=tuspark, user=UserFactory(email=KEEPER)).user)
    return KEEPER


def sound(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def draft(page, title: str, kind: str, partner: str, **dates: str):
    page.goto("/agreements/draft/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Kind").select_option(kind)
    pick_body(page, partner)
    for name, date in dates.items():
        page.locator(f"[name={name}]").fill(date)
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def press(page, name: str):
    page.get_by_role("button", name=name, exact=True).click()


def negotiate(page):
    press(page, "Start negotiating")
    press(page, "Make the text final")
    expect(page.get_by_text("The text is final. Now it can be signed.")).to_be_visible()


def sign(page, day: str):
    for _party in range(2):
        page.get_by_role("link", name="Note a signature", exact=True).click()
        page.get_by_label("Who signed").select_option(index=1)
        page.locator("[name=signed_on]").fill(day)
        press(page, "Note the signature")
        expect(page.get_by_text("The signature is noted.")).to_be_visible()


def test_an_agreement_is_drafted_signed_amended_and_renewed(sign_in, page, keeper, in_journeys):
    sign_in(keeper, then="/agreements/")
    draft(page, TITLE, "partnership", "NUST", starts_on="2026-01-01", ends_on="2028-12-31")
    sound(page)
    negotiate(page)
    sign(page, "2026-03-02")
    sound(page)

    page.get_by_role("link", name="Add an obligation").click()
    page.locator("[name=debtor]").select_option(index=1)
    page.locator("[name=text]").fill("A report of each year")
    page.locator("[name=first_due_on]").fill("2027-12-31")
    page.locator("[name=rhythm]").select_option("yearly")
    press(page, "Add")
    expect(page.get_by_role("heading", name="A report of each year")).to_be_visible()

    page.get_by_role("link", name="Amend", exact=True).click()
    page.locator("[name=ends_on]").fill("2029-12-31")
    page.locator("[name=reason]").fill("One more year")
    page.locator("[name=effective_on]").fill("2026-11-01")
    sound(page)
    press(page, "Amend")
    expect(page.get_by_text("The amendment is kept.")).to_be_visible()
    expect(page.get_by_text("One more year")).to_be_visible()
    sound(page)

    press(page, "Renew")
    expect(page.get_by_text("This is the draft that renews it.")).to_be_visible()
    negotiate(page)
    sign(page, "2026-11-02")
    with in_journeys():
        newer, older = Agreement.objects.filter(title_en=TITLE).order_by("renews")
        assert newer.renews == older
        assert (older.status, newer.status, str(newer.starts_on)) == ("renewed", "signed", "2030-01-01")
        assert older.amendments.get().reason == "One more year"


def test_an_intention_says_that_nobody_signs_it(sign_in, page, keeper, in_journeys):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(keeper, then="/agreements/")
    draft(page, "What Honeywell means to do", "intention", "Honeywell")
    negotiate(page)
    expect(page.get_by_role("link", name="Note a signature")).to_have_count(0)
    expect(page.get_by_text("An intention is not signed").first).to_be_visible()
    sound(page)
    page.goto(f"{page.url}sign/")
    expect(page.get_by_text("An intention is not signed").first).to_be_visible()
    expect(page.get_by_label("Who signed")).to_have_count(0)
    with in_journeys():
        assert Agreement.objects.get(title_en="What Honeywell means to do").status == "negotiating"
