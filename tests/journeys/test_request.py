"""An enterprise asks for help from a listing; the staff of its park and the provider answer."""

import pytest
from playwright.sync_api import expect

from cases.models import Case
from catalogue.models import Listing
from organisations.models import Organisation
from parks.models import Enterprise, Park
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    QuestionFactory,
    TenancyFactory,
    UserFactory,
)

from .conftest import enter, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASKER, STAFF, AGENT = "asker@example.org", "staff@example.org", "agent@example.org"
SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]
LISTING = "/catalogue/marks-in-malaysia/"


@pytest.fixture(autouse=True)
def people(in_journeys):
    """An enterprise of TusPark, the staff of the park, and the agents who offer the service."""
    with in_journeys():
        if Listing.objects.filter(slug="marks-in-malaysia").exists():
            return
        park = Park.objects.get(organisation__slug="tuspark")
        enterprise = Enterprise.objects.create(
            organisation=OrganisationFactory(name_en="Clear River", name_zh_hans="清河"), is_published=True
        )
        TenancyFactory(enterprise=enterprise, park=park)
        agents = OrganisationFactory(name_en="Harbour Agents", name_zh_hans="海港事务所")
        for email, organisation in (
            (ASKER, enterprise.organisation),
            (STAFF, park.organisation),
            (AGENT, agents),
        ):
            user = let_sign_in(UserFactory(email=email))
            MembershipFactory(user=user, organisation=organisation, role="editor")
        category = CategoryFactory(slug="marks", name_en="Trade marks", name_zh_hans="商标")
        words = {"text_en": "Is it filed?", "text_zh_hans": "是否已申请？"}
        QuestionFactory(category=category, slug="filed", answer="yes_no", is_required=True, **words)
        ListingFactory(
            slug="marks-in-malaysia",
            category=category,
            owner=agents,
            title_en="Trade marks in Malaysia",
            title_zh_hans="马来西亚商标",
        )


def is_fine(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def send(page):
    page.locator("main form.pw-form .btn-primary").last.click()


def answer(page, text: str):
    page.locator("[name=message]").fill(text)
    send(page)
    expect(page.locator("#messages")).to_contain_text(text)
    is_fine(page)


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_from_a_listing_to_two_answers(page, watch, second, in_journeys, language, screen):
    title = f"Marks {screen['width']}"
    page.set_viewport_size(screen)
    second.set_viewport_size(screen)
    page.goto(f"{language}{LISTING}")
    is_fine(page)
    page.locator(f"main a[href$='{LISTING}ask/']").click()
    is_fine(page)
    page.locator("[name=title]").fill(title)
    send(page)
    expect(page.locator(".pw-error-summary li")).to_have_count(2)
    is_fine(page)
    page.locator("[name=text]").fill("Which classes first?")
    page.locator("[name=ask_filed]").select_option("no")
    send(page)
    page.wait_for_url("**/accounts/login/**")
    page.locator("[name=login]").fill(ASKER)
    page.locator("[name=password]").fill("For-this-test-only-7")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{LISTING}ask/")
    expect(page.locator("[name=title]")).to_have_value(title)
    send(page)
    page.wait_for_url("**/requests/cas_*/")
    expect(page.locator("main")).to_contain_text("Which classes first?")
    is_fine(page)

    for email, text in ((STAFF, "We know somebody."), (AGENT, "Classes 7 and 11.")):
        enter(second, email, f"{language}/requests/queue/", language)
        is_fine(second)
        second.get_by_role("link", name=title).click()
        is_fine(second)
        answer(second, text)
        second.context.clear_cookies()
    page.reload()
    expect(page.locator("#messages")).to_contain_text("Classes 7 and 11.")
    answer(page, "Thank you.")
    page.goto(f"{language}/requests/")
    is_fine(page)
    page.get_by_role("link", name=title).click()
    page.locator("[name=how][value=close] + button").click()
    expect(page.locator("[name=message]")).to_have_count(0)
    is_fine(page)
    with in_journeys():
        case = Case.objects.get(title=title)
        assert (case.status, case.messages.count(), case.answers[0]["answer"]) == ("closed", 3, "no")
        assert case.provider == Organisation.objects.get(name_en="Harbour Agents")


def test_the_questions_of_a_category_come_while_one_chooses(page, watch):
    enter(page, ASKER, "/requests/new/")
    is_fine(page)
    page.locator("[name=title]").fill("A mark")
    page.locator("[name=category]").select_option("marks")
    expect(page.locator("[name=ask_filed]")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("A mark")
    is_fine(page)
    page.locator("[name=category]").select_option("")
    expect(page.locator("[name=ask_filed]")).to_have_count(0)


def test_without_scripts_a_need_is_described_just_so(browser, browser_context_args, in_journeys):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    enter(page, ASKER, "/requests/new/")
    page.locator("[name=title]").fill("A mark without scripts")
    page.locator("[name=category]").select_option("marks")
    page.locator("[name=show]").click()
    expect(page.locator(".pw-error-summary")).to_have_count(0)
    page.locator("[name=text]").fill("Which classes first?")
    page.locator("[name=ask_filed]").select_option("yes")
    page.locator("[name=wanted_by]").fill("2099-01-01")
    send(page)
    expect(page.locator("main h1")).to_have_text("A mark without scripts")
    context.close()
    with in_journeys():
        assert Case.objects.get(title="A mark without scripts").status == "submitted"
