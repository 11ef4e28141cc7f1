"""An enterprise reads the guide of Malaysia and sets it beside Thailand, with scripts and without."""

import datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from countries.guide_loading import load_figures, load_guides

from .test_pages import NARROW, WIDE
from .watch import obstacles, settle, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOLDER = settings.BASE_DIR / "data" / "countries"


@pytest.fixture(autouse=True)
def guides(in_journeys):
    with in_journeys():
        load_figures(FOLDER)
        load_guides(FOLDER, datetime.date.today())


def faults(page) -> list[str]:
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        settle(page)
        found += [*too_wide(page), *obstacles(page)]
    return found


def compare_with(page, code: str):
    page.locator("#compare-with").select_option(code)
    page.locator(".pw-pick button").click()
    page.wait_for_url(f"**code={code}")


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_guide_is_read_and_set_beside_another(visit, language):
    page = visit(f"{language}/countries/MY/")
    page.locator(".pw-contents a[href='#risks']").click()
    expect(page.locator("#risks")).to_be_in_viewport()
    expect(page.locator(".pw-interval")).to_have_count(6)
    expect(page.locator(".pw-chart [data-chart-canvas] svg")).to_be_visible()
    assert faults(page) == []

    page.set_viewport_size(WIDE)
    compare_with(page, "TH")
    heads = page.locator(".pw-compare thead a")
    expect(heads).to_have_count(2)
    expect(page.locator("[data-pw-print]")).to_be_visible()
    assert faults(page) == []

    page.set_viewport_size(WIDE)
    compare_with(page, "EG")
    compare_with(page, "PK")
    expect(heads).to_have_count(4)
    expect(page.locator("#compare-with")).to_have_count(0)
    page.locator(".pw-picked .pw-chip--remove").first.click()
    expect(heads).to_have_count(3)
    assert "code=MY" not in page.url
    heads.first.click()
    page.wait_for_url("**/countries/TH/")


def test_without_scripts_the_guide_says_the_same(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/countries/MY/")
    expect(page.get_by_role("table", name="How it is governed, year by year")).to_be_visible()
    compare_with(page, "TH")
    expect(page.locator(".pw-compare thead")).to_contain_text("Thailand")
    expect(page.locator("[data-pw-print]")).to_be_hidden()
    context.close()
