"""What a reader does without a mouse, and what the portal remembers of a choice."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_first_tab_offers_a_way_past_the_masthead(visit):
    page = visit("/parks/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visit, page):
    page.set_viewport_size({"width": 360, "height": 740})
    visit("/parks/")
    button = page.get_by_role("button", name="Menu")
    entry = page.get_by_role("navigation", name="Main").get_by_role("link", name="Projects")
    expect(entry).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(entry).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(entry).to_be_hidden()


def test_every_stop_of_the_tab_key_can_be_seen(visit):
    page = visit("/")
    for _stop in range(40):
        page.keyboard.press("Tab")
        unseen = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one);
              if (one === document.body) return null;
              const { width, height } = one.getBoundingClientRect();
              const ring = one.querySelector(".pw-map__ring");  // how a place on a map is marked
              const isMarked = ring ? getComputedStyle(ring).opacity > 0
                : style.outlineStyle !== "none" || style.boxShadow !== "none";
              return width && height && isMarked ? null : one.outerHTML.slice(0, 200);
            }"""
        )
        assert unseen is None


def test_a_chosen_theme_stays_on_the_next_page(visit):
    page = visit("/")
    before = _background(page)
    button = page.get_by_role("button", name="Dark theme")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    dark = _background(page)
    assert dark != before
    visit("/parks/")
    assert _background(page) == dark
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")


def _background(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
