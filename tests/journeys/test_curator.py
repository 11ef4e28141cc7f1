"""A curator corrects an organisation, and finds who changed what, from what into what."""

import pytest
from playwright.sync_api import expect

from .conftest import CURATOR
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_curator_changes_a_record_and_sees_it_in_its_history(visit, sign_in):
    page = sign_in(CURATOR, then="/admin/organisations/organisation/?q=MVV")
    page.get_by_role("link", name="Malaysian Vision Valley Science Park (MVV SP)").click()

    city = page.locator("[name=city_en]")
    before = city.input_value()
    assert before == "Negeri Sembilan"
    assert too_wide(page) == []
    city.fill("Seremban")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(city).to_have_value("Seremban")

    page.get_by_role("link", name="History").click()
    changes = page.locator("#content-main")
    for told in ("Ms Curator", before, "Seremban"):
        expect(changes).to_contain_text(told)
    assert obstacles(page) == []

    visit("/parks/mvv-science-park/")
    expect(page.get_by_role("main")).to_contain_text("Seremban")
