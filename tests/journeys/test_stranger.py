"""A stranger finds MVV SP in Chinese, its project, path and consultant, and the place in the paper."""

import pytest

from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_stranger_gets_from_the_home_page_to_the_source_of_a_fact(browser, base_url, scripts, width):
    context = browser.new_context(
        base_url=base_url,
        java_script_enabled=scripts,
        viewport={"width": width, "height": 800},
        locale="en-GB",
    )
    page = context.new_page()
    watch = Watch(page)

    page.goto("/")
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name="简体中文").click()
    page.wait_for_url("**/zh-hans/")

    page.get_by_role("banner").locator("[name=q]").fill("MVV SP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-hans/search/?q=MVV+SP")
    page.get_by_role("main").get_by_role("link", name="马来西亚愿景谷科技园", exact=True).click()
    page.wait_for_url("**/zh-hans/parks/mvv-science-park/")
    assert page.get_by_role("heading", level=1).inner_text() == "马来西亚愿景谷科技园"

    page.get_by_role("main").get_by_role(
        "link", name="马来西亚愿景谷科技园战略规划", exact=True
    ).first.click()
    page.wait_for_url("**/zh-hans/projects/mvv-sp-strategic-planning/")
    path = page.locator("dd", has=page.get_by_role("link", name="规划、咨询与运营"))
    assert path.is_visible()
    taking_part = page.locator("section", has=page.locator("#participants"))
    assert taking_part.locator("li", has_text="启迪控股股份有限公司").is_visible()

    path.get_by_role("link", name="第四部分（二）2").click()
    page.wait_for_url("**/zh-hans/sources/wang-2016/#IV.2.2")
    place = page.locator(":target")
    assert place.get_by_role("heading", level=3).inner_text() == "第四部分（二）2"
    assert place.get_by_role("link", name="马来西亚愿景谷科技园战略规划").first.is_visible()
    top = place.evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < 700, "the place stands outside the window"

    taking_back = page.go_back()
    assert taking_back is None or taking_back.ok
    page.get_by_role("main").get_by_role("link", name="启迪控股股份有限公司").first.click()
    page.wait_for_url("**/zh-hans/organisations/tusholdings/")
    assert page.get_by_role("heading", level=1).inner_text() == "启迪控股股份有限公司"
    assert watch.faults == []
    context.close()
