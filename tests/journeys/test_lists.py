"""A list is filtered in place where there are scripts, and by a new page where there are none."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_filter_swaps_the_results_and_keeps_focus_address_and_history(visit):
    page = visit("/parks/")
    page.evaluate("window.isSamePage = true")
    count = page.locator(".pw-result-count")
    all_of_them = count.inner_text()
    choice = page.get_by_role("form", name="Filters").get_by_label("planned", exact=True)
    choice.check()

    page.wait_for_url(_asks_for_planned)
    expect(count).not_to_have_text(all_of_them)
    assert page.evaluate("window.isSamePage"), "the whole page was loaded anew"
    expect(choice).to_be_focused()
    expect(page.locator("#pw-live")).to_have_text(count.inner_text())
    planned = _titles(page)
    assert planned

    page.get_by_role("list", name="Filters in use").get_by_role("link", name="planned").click()
    page.wait_for_url(_asks_for_all)
    expect(count).to_have_text(all_of_them)

    page.go_back()
    page.wait_for_url(_asks_for_planned)
    expect(choice).to_be_checked()
    assert _titles(page) == planned


def test_the_back_button_undoes_a_filter(visit):
    page = visit("/parks/")
    all_of_them = _titles(page)
    choice = page.get_by_role("form", name="Filters").get_by_label("planned", exact=True)
    choice.check()
    page.wait_for_url(_asks_for_planned)
    page.go_back()
    page.wait_for_url(_asks_for_all)
    expect(choice).not_to_be_checked()
    assert _titles(page) == all_of_them


def test_without_scripts_the_same_filter_shows_the_same_results(visit, browser, base_url):
    with_scripts = _titles(visit("/parks/?status=planned"))
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/parks/")
    page.get_by_role("form", name="Filters").get_by_label("planned", exact=True).check()
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url(_asks_for_planned)
    assert _titles(page) == with_scripts
    page.get_by_role("list", name="Filters in use").get_by_role("link", name="planned").click()
    page.wait_for_url(_asks_for_all)
    assert len(_titles(page)) > len(with_scripts)
    context.close()


def test_search_answers_while_one_types_and_keeps_the_cursor_in_its_place(visit):
    page = visit("/search/")
    words = page.get_by_label("What are you looking for?")
    words.press_sequentially("MVV SP")
    expect(page).to_have_url(re.compile(r"\?q=MVV(\+|%20)SP$"))
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("Malaysian Vision Valley")).first
    ).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_value("MVV SP")


def _asks_for_planned(address: str) -> bool:
    return parse_qs(urlsplit(address).query).get("status") == ["planned"]


def _asks_for_all(address: str) -> bool:
    return "status" not in parse_qs(urlsplit(address).query)


def _titles(page) -> list[str]:
    return page.locator(".pw-card__title").all_inner_texts()
