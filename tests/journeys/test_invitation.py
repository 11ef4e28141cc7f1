"""A new colleague on a phone: from the link in the mail to the first meeting that is logged."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from notifications import operations as outbox
from notifications.models import Delivery, OutboxEvent
from organisations.models import Organisation
from partners.models import Interaction
from tests.factories import MembershipFactory, UserFactory

from .conftest import let_sign_in, pick_body
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
MANAGER, INVITED = "manager@tuspark.example", "wang@tuspark.example"
SECRET = "Plum-blossom-in-the-snow"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    # A number is no name that a passkey can belong to.
    return {**browser_context_args, "base_url": base_url.replace("127.0.0.1", "localhost")}


@pytest.fixture
def manager(in_journeys):
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        user = let_sign_in(UserFactory(email=MANAGER, name="Ms Manager"))
        MembershipFactory(organisation=tuspark, user=user, role="manager")
    return MANAGER


def mailed_link() -> str:
    """The link in the mail that the workers send for the invitation."""
    event = OutboxEvent.objects.get(kind="invitation.made")
    outbox.work_out(event.pk)
    outbox.deliver(Delivery.objects.get(event=event).pk)
    [sent] = mail.outbox
    assert sent.to == [INVITED]
    return re.search(r"https?://[^/]+(/accounts/invited/\S+)", sent.body).group(1)


def sound(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


def test_who_is_invited_joins_adds_a_passkey_and_logs_a_meeting(sign_in, page, manager, device, in_journeys):
    sign_in(manager, then="/accounts/members/tuspark/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail").fill(INVITED)
    page.get_by_label("Role").select_option("editor")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(INVITED).first).to_be_visible()
    with in_journeys():
        link = mailed_link()

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(link)
    sound(page)
    page.get_by_role("link", name="Open an account").click()
    sound(page)
    expect(page.locator("[name=email]")).to_have_value(INVITED)
    page.locator("[name=password1]").fill(SECRET)
    page.locator("[name=password2]").fill(SECRET)
    page.locator("[name=password2]").press("Enter")
    page.get_by_role("button", name="Join with this account").click()
    expect(page.get_by_text("You act for")).to_be_visible()
    sound(page)

    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.wait_for_url("**/reauthenticate/**")
    page.locator("[name=password]").fill(SECRET)
    page.locator("[name=password]").press("Enter")
    page.get_by_label("Name of the passkey").fill("Phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1, name="Recovery Codes")).to_be_visible()
    assert len(device()) == 1

    page.goto("/interactions/log/")
    pick_body(page, "NUST")
    page.locator("[name=title]").fill("Rooms for the first tenants")
    sound(page)
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rooms for the first tenants")
    sound(page)
    with in_journeys():
        logged = Interaction.objects.get(title="Rooms for the first tenants")
        assert (logged.owner.slug, logged.created_by.email) == ("tuspark", INVITED)
        assert logged.partners.get().slug == "nust-pakistan"
