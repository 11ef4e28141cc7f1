"""One park shares a partner with another and takes it back, both in their browsers."""

import re

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.factories import InteractionFactory, InteractionPartnerFactory, MembershipFactory, UserFactory

from .conftest import enter, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
NUST = "/zh-hans/partners/nust-pakistan/"
WITH = {"tuspark": "giver@tuspark.example", "mvv-science-park": "receiver@mvv.example"}


@pytest.fixture
def met(in_journeys):
    """What TusPark logged with NUST; with somebody of TusPark and of another park who can sign in."""
    with in_journeys():
        for slug, email in WITH.items():
            park = Organisation.objects.get(slug=slug)
            let_sign_in(MembershipFactory(organisation=park, user=UserFactory(email=email)).user)
        tuspark, nust = (Organisation.objects.get(slug=slug) for slug in ("tuspark", "nust-pakistan"))
        met = InteractionFactory(owner=tuspark, title="商定实验室选址")
        InteractionPartnerFactory(interaction=met, organisation=nust)
    return met


@pytest.fixture
def theirs(browser, browser_context_args):
    """The browser of the other park."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.set_default_timeout(60_000)  # milliseconds; the machine may be busy
    yield page
    context.close()


def sound(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def test_another_park_sees_the_log_of_a_partner_until_it_is_taken_back(sign_in, page, met, theirs):
    entry = f"/zh-hans/interactions/{met.pk}/"
    enter(theirs, WITH["mvv-science-park"], then=NUST, language="/zh-hans")
    assert theirs.goto(entry).status == 404
    page.set_viewport_size(PHONE)
    sign_in(WITH["tuspark"], then=NUST, language="/zh-hans")
    page.get_by_role("link", name="与其他园区共享").click()
    page.locator("[name=receiver]").select_option(label="马来西亚愿景谷科技园")
    sound(page)
    page.get_by_role("button", name="共享", exact=True).click()
    expect(page.get_by_text("已共享。")).to_be_visible()
    sound(page)

    assert theirs.goto(entry).status == 200
    expect(theirs.get_by_role("heading", level=1)).to_have_text(met.title)
    expect(theirs.get_by_text(re.compile("^由.+共享")).first).to_be_visible()
    sound(theirs)
    assert theirs.goto(f"{NUST}timeline/").status == 200
    expect(theirs.get_by_text(met.title).first).to_be_visible()

    page.get_by_role("button", name="收回").click()
    expect(page.get_by_text("已收回，对方不再可见。")).to_be_visible()
    assert theirs.goto(entry).status == 404
    theirs.goto(f"{NUST}timeline/")
    expect(theirs.get_by_text(met.title)).to_have_count(0)
