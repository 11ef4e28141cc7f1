"""An enterprise sets two IP services aside and sees them side by side, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from catalogue.models import Listing
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory

from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]
SLUGS = ("quick-patent-search", "deep-patent-search")


@pytest.fixture(autouse=True)
def services(in_journeys):
    with in_journeys():
        if Listing.objects.filter(slug__in=SLUGS).exists():
            return
        category = CategoryFactory(slug="patents", name_en="Patents", name_zh_hans="专利")
        office = OrganisationFactory(name_en="Harbour Patents", name_zh_hans="海港专利所")
        for slug, name, price in zip(SLUGS, ("快速检索", "深度检索"), (400, 900), strict=True):
            ListingFactory(
                slug=slug,
                category=category,
                owner=office,
                title_en=slug.replace("-", " ").capitalize(),
                title_zh_hans=name,
                price_model="fixed",
                price_from=price,
                price_to=price,
                currency="EUR",
                delivery_days=5,
            )


def is_fine(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def compare(page, language):
    """From the catalogue to the two side by side, by what is on the pages alone."""
    page.goto(f"{language}/catalogue/?category=patents")
    is_fine(page)
    for slug in SLUGS:
        star = page.locator(f"form.pw-star[action$='/{slug}/star/'] button")
        star.click()
        expect(star).to_have_attribute("value", "no")
    page.locator(".pw-ways a[href$='/shortlist/']").click()
    is_fine(page)
    page.locator("form[id='compare-service'] button").click()
    expect(page.locator(".pw-compare thead a")).to_have_count(2)
    is_fine(page)
    table = page.locator(".pw-compare")
    expect(table).to_contain_text("400 EUR")
    rows = table.locator("tbody tr")
    before = rows.count()
    page.locator("a[href$='only=differences']").click()
    page.wait_for_url("**only=differences")
    assert 0 < rows.count() < before
    is_fine(page)
    page.locator(".pw-picked a[href$='/shortlist/']").click()
    for left in (1, 0):
        star = page.locator("form.pw-star button").first
        star.click()
        expect(star).to_have_attribute("value", "yes")
        page.goto(f"{language}/catalogue/shortlist/")
        expect(page.locator("main .pw-card")).to_have_count(left)


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_two_services_side_by_side(page, watch, language, screen):
    page.set_viewport_size(screen)
    compare(page, language)


def test_without_javascript(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/catalogue/?category=patents")
    for slug in SLUGS:
        page.locator(f"form.pw-star[action$='/{slug}/star/'] button").click()
        expect(page).to_have_url(f"{browser_context_args['base_url']}/catalogue/?category=patents")
    page.goto("/catalogue/shortlist/")
    page.locator("form[id='compare-service'] button").click()
    expect(page.locator(".pw-compare thead a")).to_have_count(2)
    context.close()
