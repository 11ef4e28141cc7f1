"""The day of park staff: log a meeting from a phone, complete what came in by mail."""

import datetime

import pytest
from playwright.sync_api import expect

from accounts.models import User
from organisations.models import Organisation
from partners.models import Interaction
from partners.operations.mail_in import receive
from tests.factories import DeliveryFactory, MembershipFactory, UserFactory

from .conftest import HUMAN, let_sign_in, pick_body
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
LI = "li@tuspark.example"
INVITATION = """From: {sender}
To: log@parkway.example
Subject: Invitation: Talk
Message-ID: <talk@mail.example>
MIME-Version: 1.0
Content-Type: text/calendar; charset=utf-8; method=REQUEST

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:talk@calendar.example
DTSTAMP:20260312T090000Z
DTSTART;TZID=Asia/Shanghai:20260320T143000
DTEND;TZID=Asia/Shanghai:20260320T153000
SUMMARY:Talk about the joint laboratory
LOCATION:Room 3
ORGANIZER;CN=Amina Khan:mailto:amina@nust.example
ATTENDEE;CN=Li Wei:MAILTO:{sender}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def li(in_journeys):
    """A member of TusPark's staff who can sign in."""
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        if not tuspark.memberships.filter(user__email=LI).exists():
            let_sign_in(MembershipFactory(organisation=tuspark, user=UserFactory(email=LI)).user)
    return LI


@pytest.mark.parametrize(
    ("language", "subject"), [("", "A joint laboratory with NUST"), ("/zh-hans", "与巴方共建联合实验室")]
)
def test_a_meeting_is_logged_from_a_phone_with_the_keyboard_alone(
    sign_in, page, li, in_journeys, language, subject
):
    page.set_viewport_size(PHONE)
    sign_in(li, then=f"{language}/parks/", language=language)
    began = datetime.datetime.now()
    page.keyboard.press("l")
    page.wait_for_url("**/interactions/log/")
    pick_body(page, "NUST")
    assert too_wide(page) == []
    page.locator("[name=title]").press_sequentially(subject, delay=HUMAN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    took = datetime.datetime.now() - began
    assert took < datetime.timedelta(seconds=20)
    assert too_wide(page) == []
    assert obstacles(page) == []
    with in_journeys():
        logged = Interaction.objects.get(title=subject)
        nust = logged.partners.get()
        assert "National University of Sciences and Technology" in nust.name_en
        assert (logged.owner.slug, logged.is_draft) == ("tuspark", False)


def test_what_is_typed_survives_a_closed_tab(sign_in, page, li, visit):
    sign_in(li, then="/interactions/log/")
    page.locator("[name=title]").fill("Half a sentence")
    page.wait_for_timeout(1_000)
    page.close()
    second = page.context.new_page()
    second.goto("/interactions/log/")
    expect(second.locator("[name=title]")).to_have_value("Half a sentence")


def test_an_invitation_that_was_mailed_in_is_completed(sign_in, page, li, in_journeys):
    with in_journeys():
        assert receive(INVITATION.format(sender=li).replace("\n", "\r\n").encode()).is_draft
    sign_in(li, then="/desk/")
    page.get_by_role("link", name="Talk about the joint laboratory").click()
    page.get_by_role("link", name="Complete and log").click()
    expect(page.locator("[name=title]")).to_have_value("Talk about the joint laboratory")
    expect(page.locator("[name=happened_on]")).to_have_value("2026-03-20")
    pick_body(page, "NUST")
    assert obstacles(page) == []
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk about the joint laboratory")
    with in_journeys():
        assert not Interaction.objects.get(external_id__contains="talk@calendar").is_draft


def test_the_bell_rings_without_taking_the_focus(sign_in, page, li, in_journeys):
    with in_journeys():
        receiver = User.objects.get(email=li)
        DeliveryFactory(receiver=receiver)
    sign_in(li, then="/parks/")
    bell = page.get_by_role("link", name="Notifications")
    expect(bell).to_contain_text("unread")
    assert page.evaluate("document.activeElement === document.body")
