"""A provider writes a listing, a curator sends it back and publishes it on a date, and it grows old."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import Category, Listing
from catalogue.operations import life
from organisations.models import Organisation
from tests.factories import CategoryFactory, MembershipFactory, UserFactory

from .conftest import CURATOR, enter, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROVIDER = "provider@tuspark.example"
SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]


@pytest.fixture
def provider(in_journeys):
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        if not Category.objects.filter(kind="service").exists():
            CategoryFactory(name_zh_hans="类别")
        if not tuspark.memberships.filter(user__email=PROVIDER).exists():
            user = UserFactory(email=PROVIDER, name="Lin Mei")
            let_sign_in(MembershipFactory(organisation=tuspark, user=user, role="editor").user)


def is_fine(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def send(page):
    page.locator("main form.pw-form [type=submit]").last.click()


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_from_a_draft_to_the_day_it_expires(page, watch, second, provider, in_journeys, language, screen):
    for one in (page, second):
        one.set_viewport_size(screen)
    live(page, second, in_journeys, language, f"Patent search {screen['width']}", is_fine)


def test_the_same_without_scripts(browser, browser_context_args, provider, in_journeys):
    contexts = [browser.new_context(**browser_context_args, java_script_enabled=False) for _who in range(2)]
    page, second = (context.new_page() for context in contexts)
    live(page, second, in_journeys, "", "Patent search without scripts", lambda page: None)
    for context in contexts:
        context.close()


def live(page, second, in_journeys, language, title, is_fine):
    """The whole life of a listing, as its provider and a curator lead it."""
    enter(page, PROVIDER, f"{language}/catalogue/new/?kind=service", language)
    enter(second, CURATOR, f"{language}/catalogue/review/", language)

    is_fine(page)
    page.locator("[name=category]").select_option(index=1)
    page.locator("[name=original_language]").select_option("en")
    page.locator("[name=title_en]").fill(title)
    page.locator("[name=title_zh_hans]").fill("专利检索")
    send(page)
    is_fine(page)
    expect(page.locator(".pw-notice a[href$='#id_summary_en']")).to_have_count(1)
    page.locator(".pw-notice a[href$='#id_summary_en']").click()
    page.locator("[name=summary_en]").fill("We look for older patents.")
    page.locator("[name=price_model]").select_option("on_request")
    send(page)
    page.locator(".pw-now .btn-primary").first.click()
    is_fine(page)

    second.reload()
    is_fine(second)
    second.get_by_role("link", name=title).or_(second.get_by_role("link", name="专利检索")).first.click()
    is_fine(second)
    second.locator("a[href$='/send-back/']").click()
    is_fine(second)
    second.locator("[name=field]").select_option("countries")
    second.locator("[name=text]").fill("Which countries?")
    send(second)

    page.reload()
    expect(page.locator("#remarks")).to_contain_text("Which countries?")
    is_fine(page)
    page.locator("#remarks a[href$='#id_countries']").click()
    page.locator("[name=countries]").fill("Malaysia, 泰国")
    page.locator("[name=title_en]").fill(f"{title} in Malaysia and Thailand")
    send(page)
    expect(page.locator(".pw-notice a[href$='#id_title_zh_hans']")).to_have_count(1)
    page.locator("#remarks .pw-remark button").first.click()
    page.locator(".pw-now .btn-primary").first.click()

    with in_journeys():
        listing = Listing.objects.get(title_en=f"{title} in Malaysia and Thailand")
        assert (listing.status, listing.countries) == ("in_review", ["MY", "TH"])
    second.goto(f"{language}/catalogue/{listing.slug}/publish/")
    is_fine(second)
    until = timezone.now() + datetime.timedelta(hours=9)
    second.locator("[name=until]").fill(f"{until:%Y-%m-%dT%H:%M}")
    second.locator("[name=time_zone]").fill("Asia/Shanghai")
    send(second)
    is_fine(second)
    second.goto(f"{language}/catalogue/{listing.slug}/revisions/")
    is_fine(second)

    page.goto(f"{language}/catalogue/{listing.slug}/preview/")
    is_fine(page)
    second.goto(f"{language}/catalogue/stale/?why=translation")
    expect(second.locator("main")).to_contain_text(f"{title} in" if not language else "专利检索")
    with in_journeys():
        Listing.objects.filter(pk=listing.pk).update(
            publish_at=timezone.now() - datetime.timedelta(hours=2),
            expires_at=timezone.now() - datetime.timedelta(hours=1),
        )
        life.keep_dates()
    page.goto(f"{language}/catalogue/mine/?status=archived")
    expect(page.locator(".pw-card__title").first).to_be_visible()
    is_fine(page)
