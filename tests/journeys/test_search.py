"""An enterprise finds IP protection in Malaysia however it asks, narrows it down, shares it and saves it.

Other journeys leave services in Malaysia too, so what is found is compared with what was promised.
"""

import re

import pytest
from playwright.sync_api import expect

from catalogue.models import Listing
from search.models import SavedSearch
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory, UserFactory

from .conftest import enter, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]
LISTING = "ip-protection-malaysia"
#: The Chinese word, English with a mistake, the acronym.
ASKED = ["知识产权 马来西亚", "intelectual property Malaysia", "IP Malaysia"]


@pytest.fixture(autouse=True)
def services(in_journeys):
    with in_journeys():
        if Listing.objects.filter(slug=LISTING).exists():
            return
        category = CategoryFactory(slug="ip", name_en="Intellectual property", name_zh_hans="知识产权")
        office = OrganisationFactory(name_en="Lotus Advisers", name_zh_hans="莲花顾问")
        ListingFactory(
            slug=LISTING,
            category=category,
            owner=office,
            countries=["MY"],
            title_en="Intellectual property, protected in Malaysia",
            title_zh_hans="马来西亚知识产权保护",
            price_model="fixed",
            price_from=900,
            currency="USD",
        )
        ListingFactory(
            slug="ip-protection-thailand",
            category=category,
            owner=office,
            countries=["TH", "MY"],
            title_en="Intellectual property in Thailand and Malaysia",
            title_zh_hans="泰国与马来西亚知识产权",
            price_model="free",
        )


@pytest.fixture
def asker(in_journeys):
    with in_journeys():
        user = UserFactory()
        let_sign_in(user)
        return user.email


def is_fine(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def open_filters(page):
    """They are folded on a phone."""
    panel = page.locator("details.pw-filters")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()


def promised_by(page) -> re.Pattern:
    """What the heading says where as many are found as the box of fixed prices promises."""
    label = page.locator("label", has=page.locator("input[name=price][value=fixed]")).text_content()
    (promised,) = re.findall(r"\d+", label)
    return re.compile(rf"(^|\D){promised}(\D|$)")


def narrow(page) -> re.Pattern:
    """Choose fixed prices. What is promised there"""
    number = promised_by(page)
    expect(page.locator("#results .pw-result-count")).not_to_have_text(number)
    page.locator("input[name=price][value=fixed]").check()
    return number


@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_it_is_found_however_one_asks(page, watch, language, screen, words):
    page.set_viewport_size(screen)
    page.goto(f"{language}/")
    box = page.locator("form[role=search] input[name=q]:visible").first
    box.fill(words)
    box.press("Enter")
    expect(page.locator(f".pw-hit a[href$='/catalogue/{LISTING}/']")).to_be_visible()
    is_fine(page)


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_it_is_narrowed_down_shared_and_saved(page, second, watch, asker, in_journeys, language, screen):
    page.set_viewport_size(screen)
    enter(page, asker, "/", language)
    page.goto(f"{language}/catalogue/?q=知识产权&country=MY")
    open_filters(page)
    promised = narrow(page)
    expect(page.locator("#results .pw-result-count")).to_have_text(promised)
    expect(page.locator("input[name=price][value=fixed]")).to_be_checked()
    expect(page.locator(f"#results .pw-card__title a[href$='/{LISTING}/']")).to_be_visible()
    is_fine(page)
    second.goto(page.url)  # whoever gets the address sees the same
    expect(second.locator("#results .pw-card__title a")).to_have_text(
        page.locator("#results .pw-card__title a").all_text_contents()
    )
    page.locator("#results a[href*='/search/saved/new/']").click()
    is_fine(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main .pw-rows__row")).to_have_count(1)
    is_fine(page)
    page.locator("main .pw-rows__row form[action$='/open/'] button").click()
    expect(page.locator("#results .pw-result-count")).to_have_text(promised)
    with in_journeys():
        assert (
            SavedSearch.objects.get(made_by__email=asker).query
            == "country=MY&price=fixed&q=%E7%9F%A5%E8%AF%86%E4%BA%A7%E6%9D%83"
        )


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_nothing_found_leads_somewhere(page, watch, language, screen):
    page.set_viewport_size(screen)
    page.goto(f"{language}/catalogue/?q=知识产权&country=BR")
    is_fine(page)
    page.locator(".pw-empty__list a").first.click()  # without the country
    expect(page.locator("#results .pw-card").first).to_be_visible()
    page.goto(f"{language}/catalogue/?q=zzqqxx")
    page.locator(".pw-empty__list a[href*='/requests/new/']").click()
    expect(page.locator("input[name=title]")).to_have_value("zzqqxx")
    is_fine(page)


def test_without_javascript(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?q=intelectual+property+Malaysia")
    expect(page.locator(f".pw-hit a[href$='/catalogue/{LISTING}/']")).to_be_visible()
    page.goto("/catalogue/?q=IP&country=MY")
    promised = narrow(page)
    page.locator(".pw-filters__go button").click()
    expect(page.locator("#results .pw-result-count")).to_have_text(promised)
    assert "price=fixed" in page.url
    page.locator(".pw-active-filters a").first.click()
    expect(page.locator("#results .pw-card").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_names_are_suggested_while_one_types(page, watch, language, screen):
    page.set_viewport_size(screen)
    page.goto(f"{language}/about/")
    box = page.locator("#pw-search-q")
    box.press_sequentially("zhongguanc", delay=30)
    options = page.locator(".pw-suggest [role=option]")
    expect(options.first).to_be_visible()
    is_fine(page)
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    box.press_sequentially("u", delay=30)
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/parks/zhongguancun/")
