"""A passkey from its making to its end, with an authenticator that Chromium plays."""

import pytest
from playwright.sync_api import expect

from tests.factories import UserFactory

from .conftest import AUTHENTICATOR, PASSWORD, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOLDER = "passkey@tuspark.example"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    # A number is no name that a passkey can belong to.
    return {**browser_context_args, "base_url": base_url.replace("127.0.0.1", "localhost")}


@pytest.fixture
def holder(in_journeys):
    with in_journeys():
        let_sign_in(UserFactory(email=HOLDER))
    return HOLDER


def type_password_again(page):
    page.wait_for_url("**/reauthenticate/**")
    sound(page)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def sound(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def test_a_passkey_is_added_signs_in_is_renamed_and_removed(sign_in, page, holder, device):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(holder, then="/accounts/2fa/")
    sound(page)
    page.get_by_role("link", name="Add a passkey").click()
    type_password_again(page)
    page.get_by_label("Name of the passkey").fill("Phone")
    sound(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery Codes")).to_be_visible()
    assert len(device()) == 1

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/")
    sound(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/accounts/2fa/webauthn/")
    expect(page.get_by_role("listitem").filter(has_text="Phone")).to_contain_text("last used")
    sound(page)

    page.get_by_role("link", name="Rename").click()
    type_password_again(page)
    page.get_by_label("Name of the passkey").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("listitem").filter(has_text="Old phone")).to_be_visible()

    page.get_by_role("link", name="Remove").click()
    sound(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()


def test_a_passkey_that_is_not_given_is_told_in_the_page(page, watch, visit):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | {"isUserVerified": False}})
    visit("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")
