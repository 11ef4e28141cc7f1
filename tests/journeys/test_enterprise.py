"""A maker of water-treatment equipment wants to go to Malaysia: from the guide to a request that is sent."""

import datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.models import User
from cases.models import Case
from catalogue.loading import load_categories, load_example_bodies, load_examples
from countries.guide_loading import load_figures, load_guides
from organisations.models import Organisation
from parks.models import Park
from tests.factories import MembershipFactory, TenancyFactory, UserFactory

from .conftest import PASSWORD, enter, let_sign_in
from .watch import obstacles, settle, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DATA = settings.BASE_DIR / "data"
MAKER, ENGINEER = "example-clear-river", "engineer@example.org"
COMPARED = ("example-trade-marks-malaysia", "example-malaysia-patent-hourly")
SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]


@pytest.fixture(autouse=True)
def country(in_journeys):
    """The guides, the examples, and an engineer of the maker, which sits in TusPark."""
    with in_journeys():
        if User.objects.filter(email=ENGINEER).exists():
            return
        today = datetime.date.today()
        load_figures(DATA / "countries")
        load_guides(DATA / "countries", today)
        load_categories(DATA / "catalogue")
        load_example_bodies(DATA / "catalogue", today, [MAKER])
        load_examples(DATA / "catalogue")
        maker = Organisation.objects.get(slug=MAKER)
        TenancyFactory(enterprise=maker.enterprise, park=Park.objects.get(organisation__slug="tuspark"))
        MembershipFactory(user=let_sign_in(UserFactory(email=ENGINEER)), organisation=maker, role="editor")


def go_out(page, language: str, title: str, is_fine=lambda page: None):
    """By what stands on the pages, from the guide of Malaysia to the request."""
    page.goto(f"{language}/countries/MY/")
    page.locator("#compare-with").select_option("TH")
    page.locator(".pw-pick button").click()
    expect(page.locator(".pw-compare thead a")).to_have_count(2)
    is_fine(page)

    page.goto(f"{language}/catalogue/eligible/")
    for answer in ("met", "not_met", "unknown"):
        assert page.locator(f".pw-verdict--{answer}").count() > 0
    is_fine(page)
    page.locator(".pw-verdict--not_met h4 a").first.click()
    expect(page.locator("main")).to_contain_text("示例" if language else "Example")
    assert page.locator("main .pw-lines li, main li").count() > 0
    is_fine(page)

    page.goto(f"{language}/catalogue/?category=intellectual-property&country=MY")
    is_fine(page)
    for slug in COMPARED:
        star = page.locator(f"form.pw-star[action$='/{slug}/star/'] button")
        star.click()
        expect(star).to_have_attribute("value", "no")
    page.goto(f"{language}/catalogue/shortlist/")
    page.locator("form[id='compare-service'] button").click()
    expect(page.locator(".pw-compare thead a")).to_have_count(2)
    is_fine(page)
    page.locator(".pw-compare thead a").first.click()

    page.locator("main a[href$='/ask/']").first.click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill("Two marks for pumps, classes 7 and 11.")
    for question in page.locator("#questions select").all():
        question.select_option(index=1)
    for question in page.locator("#questions :is(input[type=text], input[type=number], textarea)").all():
        question.fill("3")
    is_fine(page)
    page.locator("main form.pw-form .btn-primary").last.click()
    page.wait_for_url("**/requests/cas_*/")
    expect(page.locator("main")).to_contain_text("classes 7 and 11")
    is_fine(page)


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_from_the_guide_to_a_request(page, watch, in_journeys, language, screen):
    def is_fine(page):
        settle(page)
        assert obstacles(page) == []
        assert too_wide(page) == []

    title = f"Marks for pumps {screen['width']}"
    page.set_viewport_size(screen)
    enter(page, ENGINEER, f"{language}/countries/", language)
    go_out(page, language, title, is_fine)
    page.goto(f"{language}/catalogue/shortlist/")
    for slug in COMPARED:
        star = page.locator(f"form.pw-star[action$='/{slug}/star/'] button")
        star.click()
        expect(star).to_have_attribute("value", "yes")
    with in_journeys():
        case = Case.objects.get(title=title)
        assert case.owner.slug == MAKER
        assert case.park.organisation.slug == "tuspark"
        assert case.listing.slug in COMPARED


def test_the_same_without_scripts(browser, browser_context_args, in_journeys):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/?next=/countries/")
    page.locator("[name=login]").fill(ENGINEER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    go_out(page, "", "Marks without scripts")
    context.close()
    with in_journeys():
        assert Case.objects.filter(title="Marks without scripts", owner__slug=MAKER).exists()
