"""Each kind of page in both languages, wide and narrow: for everybody, whole and within its width."""

import pytest

from .watch import Watch, broken_pictures, headings, obstacles, settle, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "home": "/",
    "about": "/about/",
    "parks": "/parks/",
    "park": "/parks/mvv-science-park/",
    "a park with all it can have": "/parks/tuspark/",
    "enterprises": "/enterprises/",
    "enterprise": "/enterprises/baidu/",
    "story": "/story/",
    "milestones": "/milestones/",
    "milestone": "/milestones/idea-of-tuspark/",
    "organisations": "/organisations/",
    "organisation": "/organisations/tusholdings/",
    "person": "/people/chen-hongbo/",
    "partners": "/partners/",
    "partner": "/partners/british-university-in-egypt/",
    "agreements": "/agreements/",
    "agreement": "/agreements/egypt-comprehensive-cooperation/",
    "projects": "/projects/",
    "project": "/projects/bue-science-park-feasibility-study/",
    "countries": "/countries/",
    "country": "/countries/EG/",
    "group of countries": "/countries/groups/apec/",
    "figures": "/figures/",
    "indicator": "/figures/indicators/overseas-returnees/",
    "claim": "/figures/zones-overseas-returnees/",
    "audit": "/figures/audit/",
    "sources": "/sources/",
    "source": "/sources/wang-2016/",
    "discrepancies": "/sources/discrepancies/",
    "discrepancy": "/sources/discrepancies/innovation-bases/",
    "vocabularies": "/sources/vocabularies/",
    "vocabulary": "/sources/vocabularies/accessibility/",
    "term": "/sources/vocabularies/accessibility/geographical/",
    "search": "/search/",
    "search with hits": "/search/?q=MVV+SP",
    "search without hits": "/search/?q=qqqqqq",
    "a list without hits": "/parks/?q=qqqqqq",
    "login": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
}
PLAIN = {"API docs": "/api/docs/", "problems of the API": "/api/docs/problems/"}
DARK = ("home", "parks", "park", "organisation", "story", "figures", "audit", "login")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_page_shuts_nobody_out_wide_or_narrow(visit, name, language):
    prefix = "" if language == "en" else f"/{language}"
    assert _faults(visit(f"{prefix}{PAGES[name]}"), language) == []


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_for_developers_shuts_nobody_out(visit, name):
    assert _faults(visit(PLAIN[name]), "en") == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_for_a_wrong_address_shuts_nobody_out(page, watch, language):
    watch.expected = 404
    prefix = "" if language == "en" else f"/{language}"
    assert page.goto(f"{prefix}/parks/nowhere/").status == 404
    assert _faults(page, language) == []


@pytest.mark.parametrize("name", DARK)
def test_text_on_dark_has_contrast(browser, base_url, name):
    context = browser.new_context(base_url=base_url, color_scheme="dark", viewport=WIDE)
    page = context.new_page()
    watch = Watch(page)
    page.goto(PAGES[name])
    settle(page)
    assert obstacles(page, rules=("color-contrast",)) == []
    assert watch.faults == []
    context.close()


def _faults(page, language: str) -> list[str]:
    settle(page)
    found = [f"{headings(page)} headings of level 1"] if headings(page) != 1 else []
    if (told := page.get_attribute("html", "lang")) != language:
        found.append(f"the page says its language is {told}")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        settle(page)
        where = f"at {size['width']} px"
        found += [f"{where} too wide: {one}" for one in too_wide(page)]
        found += [f"{where} does not show: {one}" for one in broken_pictures(page)]
        found += [f"{where} {one}" for one in obstacles(page)]
    return found
