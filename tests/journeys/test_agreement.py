"""The three agreements of the paper led through their lives by the pages, and an intention that stays one."""

import datetime

import pytest
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from notifications.models import OutboxEvent
from notifications.operations import work_out
from organisations.models import Organisation
from partners.models import Agreement
from partners.operations.obligations import miss_overdue
from partners.operations.reminders import remind
from tests.factories import MembershipFactory, UserFactory

from .conftest import let_sign_in, pick_body
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEEPER = "keeper@tuspark.example"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
CHINESE = "/zh-hans"
#: Language, screen, title, kind, and what finds the other party.
PAPER = [
    ("", WIDE, "A science park in Pakistan", "partnership", "NUST"),
    (CHINESE, NARROW, "与泰国的战略合作", "strategic", "National Innovation Agency"),
    (CHINESE, WIDE, "与埃及的全面合作", "comprehensive", "埃及通信和信息技术部"),
]


@pytest.fixture
def keeper(in_journeys):
    """One who keeps the records of TusPark, and can sign in."""
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        if not tuspark.memberships.filter(user__email=KEEPER).exists():
            user = UserFactory(email=KEEPER)
            let_sign_in(MembershipFactory(organisation=tuspark, user=user, role="editor").user)
    return KEEPER


def sound(page):
    assert obstacles(page) == []
    assert too_wide(page) == []


class Life:
    """What a member does with an agreement in the browser, by the words of one language."""

    def __init__(self, page, language: str = ""):
        self.page, self.language = page, language

    def say(self, text: str) -> str:
        with override(self.language.strip("/") or "en"):
            return gettext(text)

    def draft(self, title: str, kind: str, partner: str, **dates: str):
        self.page.goto(f"{self.language}/agreements/draft/")
        self.fill(title=title)
        self.page.locator("[name=kind]").select_option(kind)
        pick_body(self.page, partner)
        self.fill(**dates)
        self.press("Keep the draft")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def fill(self, **values: str):
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def press(self, name: str):
        self.page.get_by_role("button", name=self.say(name), exact=True).click()

    def follow(self, name: str):
        self.page.get_by_role("link", name=self.say(name), exact=True).click()

    def see(self, text: str):
        expect(self.page.get_by_text(self.say(text)).first).to_be_visible()

    def negotiate(self):
        self.press("Start negotiating")
        self.press("Make the text final")
        self.see("The text is final. Now it can be signed.")

    def sign(self, day: datetime.date):
        for _party in range(2):
            self.follow("Note a signature")
            self.page.get_by_label(self.say("Who signed")).select_option(index=1)
            self.fill(signed_on=str(day))
            self.press("Note the signature")
            self.see("The signature is noted.")

    def owe(self, text: str, day: datetime.date):
        self.follow("Add an obligation")
        self.page.locator("[name=debtor]").select_option(index=1)
        self.fill(text=text, first_due_on=str(day))
        self.page.locator("[name=rhythm]").select_option("yearly")
        self.press("Add")
        expect(self.page.get_by_role("heading", name=text)).to_be_visible()

    def amend(self, reason: str, day: datetime.date, **changed: str):
        self.follow("Amend")
        self.fill(**changed, reason=reason, effective_on=str(day))
        sound(self.page)
        self.press("Amend")
        self.see("The amendment is kept.")
        expect(self.page.get_by_text(reason)).to_be_visible()


def tell_all():
    """What a worker does: work out who is told of what has happened."""
    for pk in OutboxEvent.objects.values_list("pk", flat=True):
        work_out(pk)


@pytest.mark.parametrize(("language", "screen", "title", "kind", "partner"), PAPER)
def test_an_agreement_of_the_paper_goes_its_whole_way(
    sign_in, page, keeper, in_journeys, language, screen, title, kind, partner
):
    today = timezone.localdate()
    soon, owed = today + datetime.timedelta(days=5), f"{title}: 1"
    page.set_viewport_size(screen)
    sign_in(keeper, then=f"{language}/agreements/", language=language)
    life = Life(page, language)
    life.draft(title, kind, partner, starts_on="2026-01-01", ends_on=f"{today.year + 2}-12-31")
    own = page.url
    sound(page)
    life.negotiate()
    life.sign(today)
    sound(page)

    life.owe(owed, soon)
    with in_journeys():
        assert remind(timezone.now()) > 0
        tell_all()
    page.goto(f"{language}/notifications/")
    expect(page.get_by_text(owed).first).to_be_visible()
    with in_journeys():
        assert miss_overdue(timezone.now() + datetime.timedelta(days=8)) == 1
        tell_all()
    page.goto(own)
    life.see("missed")
    sound(page)

    life.amend("One more year", today, ends_on=f"{today.year + 3}-12-31")
    sound(page)

    life.press("Renew")
    life.see("This is the draft that renews it.")
    life.negotiate()
    life.sign(today)
    with in_journeys():
        called = Q(title_en=title) | Q(title_zh_hans=title)
        newer, older = Agreement.objects.filter(called).order_by("renews")
        assert newer.renews == older
        assert (older.status, newer.status) == ("renewed", "signed")
        assert str(newer.starts_on) == f"{today.year + 4}-01-01"
        assert older.amendments.get().reason == "One more year"


def test_an_intention_says_that_nobody_signs_it(sign_in, page, keeper, in_journeys):
    page.set_viewport_size(NARROW)
    sign_in(keeper, then="/agreements/")
    life = Life(page)
    life.draft("What Honeywell means to do", "intention", "Honeywell")
    life.negotiate()
    expect(page.get_by_role("link", name="Note a signature")).to_have_count(0)
    expect(page.get_by_text("An intention is not signed").first).to_be_visible()
    sound(page)
    page.goto(f"{page.url}sign/")
    expect(page.get_by_text("An intention is not signed").first).to_be_visible()
    expect(page.get_by_label("Who signed")).to_have_count(0)
    with in_journeys():
        assert Agreement.objects.get(title_en="What Honeywell means to do").status == "negotiating"
