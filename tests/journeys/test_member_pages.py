"""Each kind of page that park staff see in both languages, wide and narrow: for everybody, and whole."""

import datetime
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import Membership
from organisations.models import Organisation
from partners.models import Agreement, Interaction, Obligation
from partners.operations import agreements as life
from partners.operations import drafting, obligations
from partners.operations.amendments import amend
from partners.operations.drafting import Part
from tests.databases import connected_to
from tests.factories import (
    AffiliationFactory,
    ApiKeyFactory,
    AttendeeFactory,
    ContactFactory,
    DeliveryFactory,
    DocumentFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OutboxEventFactory,
    PrivateFeedFactory,
    ShareFactory,
    UserFactory,
)

from .conftest import let_sign_in
from .watch import broken_pictures, headings, obstacles, settle, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ZHAO = "zhao@tuspark.example"
PARTNER = "british-university-in-egypt"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
#: Axe takes the longest, and looks once at each page in each language.
AXED = {"en": WIDE, "zh-hans": NARROW}
DARK = ("desk", "log", "interaction", "obligations", "contact", "agreement signed", "members", "inbox")


@dataclass
class Desk:
    """The park of somebody who manages it, and what is kept there."""

    park: Organisation
    partner: Organisation
    user: object
    today: datetime.date

    def agreement(self, kind="strategic", **given) -> Agreement:
        draft = Agreement(owner=self.park, title=f"Joint laboratory {kind} {len(given)}", kind=kind, **given)
        return drafting.draft(draft, by=self.user, parts=[Part(self.park), Part(self.partner)])

    def negotiated(self, **given) -> Agreement:
        return life.move(self.agreement(**given), "negotiating", self.user)

    def final(self, **given) -> Agreement:
        return life.make_final(self.negotiated(**given), self.user)

    def signed(self, **given) -> Agreement:
        agreement = self.final(**given)
        for party in agreement.parties.all():
            life.sign(agreement, party, None, self.today - datetime.timedelta(days=90), self.user)
        agreement.refresh_from_db()
        return agreement


@pytest.fixture(scope="module")
def addresses(journeys_database, django_db_blocker):
    """The address of each kind of page, by its name, with something on each of them."""
    with django_db_blocker.unblock(), connected_to(journeys_database):
        park = Organisation.objects.get(slug="tuspark")
        user = let_sign_in(UserFactory(email=ZHAO, name="Zhao Min"))
        MembershipFactory(organisation=park, user=user, role=Membership.Role.MANAGER)
        desk = Desk(park, Organisation.objects.get(slug=PARTNER), user, timezone.localdate())
        return {**_meetings(desk), **_agreements(desk), **_account(desk)}


def _meetings(desk: Desk) -> dict[str, str]:
    contact = ContactFactory(owner=desk.park, name="Amina Khan", email="amina@bue.example", languages=["en"])
    AffiliationFactory(contact=contact, organisation=desk.partner, title="Dean")
    met = InteractionFactory(
        owner=desk.park,
        title="Talk about a joint laboratory",
        happened_on=desk.today - datetime.timedelta(days=20),
        created_by=desk.user,
        notes="<p>They want <b>three rooms</b> by <a href='https://bue.example/'>spring</a>.</p>",
        outcome=Interaction.Outcome.values[0],
    )
    InteractionPartnerFactory(interaction=met, organisation=desk.partner)
    AttendeeFactory(interaction=met, contact=contact, name="")
    draft = InteractionFactory(
        owner=desk.park, title="Invitation: Talk", is_draft=True, created_by=desk.user, happened_on=desk.today
    )
    FollowUpFactory(owner=desk.park, interaction=met, assignee=desk.user, text="Send the plan of the rooms")
    other = Organisation.objects.filter(park__is_published=True).exclude(pk=desk.park.pk).first()
    ShareFactory(owner=desk.park, receiver=other, partner=desk.partner, created_by=desk.user)
    ShareFactory(owner=other, receiver=desk.park, partner=desk.partner)
    return {
        "desk": "/desk/",
        "log": "/interactions/log/",
        "log with a partner": f"/interactions/log/?partner={PARTNER}",
        "interactions": "/interactions/",
        "interaction": f"/interactions/{met.pk}/",
        "change of an interaction": f"/interactions/{met.pk}/change/",
        "deletion of an interaction": f"/interactions/{met.pk}/delete/",
        "draft from the mail": f"/interactions/{draft.pk}/",
        "shares of an interaction": f"/interactions/{met.pk}/shares/",
        "follow-ups": "/follow-ups/",
        "contacts": "/contacts/",
        "contact": f"/contacts/{contact.pk}/",
        "new contact": "/contacts/add/",
        "change of a contact": f"/contacts/{contact.pk}/change/",
        "new workplace": f"/contacts/{contact.pk}/workplaces/",
        "erasure of a contact": f"/contacts/{contact.pk}/erase/",
        "shares": "/shares/",
        "shares of a partner": f"/partners/{PARTNER}/shares/",
        "partner": f"/partners/{PARTNER}/",
        "timeline of a partner": f"/partners/{PARTNER}/timeline/",
        "timeline of a park": "/parks/tuspark/timeline/",
        "partnerships": "/partnerships/",
    }


def _agreements(desk: Desk) -> dict[str, str]:
    day = datetime.timedelta(days=1)
    signed = desk.signed(starts_on=str(desk.today - 60 * day), ends_on=str(desk.today + 900 * day))
    owed = Obligation(agreement=signed, debtor=desk.partner, text="A yearly report", rhythm="yearly")
    owed.first_due_on = desk.today - 10 * day
    obligations.add_obligation(owed, desk.user)
    amend(signed, {"title": "Joint laboratory, larger"}, "Two more rooms", desk.today, desk.user)
    DocumentFactory(agreement=signed, name="laboratory.pdf", is_text=True, language="en")
    renewing = desk.signed(kind="partnership")
    renewal = drafting.renew(renewing, desk.user)
    ended = life.terminate(desk.signed(kind="mou"), "agreed", desk.today, desk.user, "Both moved on")
    expiring = desk.signed(
        kind="contract", starts_on=str(desk.today - 60 * day), ends_on=str(desk.today + 9 * day)
    )
    expired = desk.signed(kind="comprehensive", ends_on=str(desk.today - 9 * day))
    life.move_by_dates(desk.today)
    made = {
        "draft": desk.agreement(kind="letter"),
        "negotiating": desk.negotiated(kind="intention"),
        "final": desk.final(kind="contract"),
        "signed": signed,
        "renewing": renewing,
        "expiring": expiring,
        "expired": expired,
        "terminated": ended,
    }
    at = {name: f"/agreements/{agreement.slug}/" for name, agreement in made.items()}
    due = owed.dues.first()
    return {f"agreement {name}": address for name, address in at.items()} | {
        "obligations": "/obligations/",
        "dormant agreements": "/agreements/dormant/",
        "new agreement": "/agreements/draft/",
        "renewal": f"/agreements/{renewal.slug}/",
        "change of an agreement": f"{at['draft']}change/",
        "reopening": f"{at['final']}reopen/",
        "signing": f"{at['final']}sign/",
        "amending": f"{at['signed']}amend/",
        "terminating": f"{at['signed']}terminate/",
        "new obligation": f"{at['signed']}obligations/",
        "new document": f"{at['signed']}documents/",
        "shares of an agreement": f"{at['signed']}shares/",
        "timeline of an agreement": f"{at['signed']}timeline/",
        "settling": f"/dues/{due.pk}/settle/",
        "lead times": "/lead-times/tuspark/",
    }


def _account(desk: Desk) -> dict[str, str]:
    other = MembershipFactory(organisation=desk.park, user=UserFactory(name="Sun Yue"))
    invited = InvitationFactory(
        organisation=desk.park,
        invited_by=desk.user,
        expires_at=timezone.now() + datetime.timedelta(days=7),
    )
    asked = JoinRequestFactory(organisation=desk.park, message="I run the incubator.")
    key = ApiKeyFactory(organisation=desk.park, created_by=desk.user, name="Nightly export")
    feed = PrivateFeedFactory(organisation=desk.park, created_by=desk.user)
    followed = FollowUpFactory(owner=desk.park, assignee=desk.user, text="Call the dean")
    event = OutboxEventFactory(record_id=followed.pk, facts={"due_on": str(desk.today)})
    DeliveryFactory(event=event, receiver=desk.user)
    return {
        "members": "/accounts/members/tuspark/",
        "member": f"/accounts/memberships/{other.pk}/",
        "new invitation": "/accounts/members/tuspark/invite/",
        "invitation": f"/accounts/invited/{invited.token}/",
        "request to join": f"/accounts/requests/{asked.pk}/",
        "join": "/accounts/join/",
        "leave": "/accounts/leave/tuspark/",
        "me": "/accounts/me/",
        "closing": "/accounts/me/close/",
        "keys": "/accounts/keys/",
        "new key": "/accounts/keys/new/",
        "end of a key": f"/accounts/keys/{key.pk}/end/",
        "feeds": "/accounts/feeds/",
        "new feed": "/accounts/feeds/new/?of=/parks/tuspark/timeline.atom",
        "end of a feed": f"/accounts/feeds/{feed.pk}/end/",
        "sessions": "/accounts/sessions/",
        "two steps": "/accounts/2fa/",
        "password": "/accounts/password/change/",
        "addresses": "/accounts/email/",
        "inbox": "/notifications/",
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_park_staff_see_shuts_nobody_out_wide_or_narrow(sign_in, visit, addresses, language):
    prefix = "" if language == "en" else f"/{language}"
    page = sign_in(ZHAO, then=f"{prefix}/desk/", language=prefix)
    found = []
    for name, address in addresses.items():
        page.set_viewport_size(WIDE)
        visit(f"{prefix}{address}")
        found += [f"{name}: {fault}" for fault in _faults(page, language)]
    assert found == []


def test_what_park_staff_see_has_contrast_on_dark(sign_in, visit, page, addresses):
    page.emulate_media(color_scheme="dark")
    sign_in(ZHAO, then="/desk/")
    found = []
    for name in DARK:
        visit(addresses[name])
        settle(page)
        found += [f"{name}: {fault}" for fault in obstacles(page, rules=("color-contrast",))]
    assert found == []


def _faults(page, language: str) -> list[str]:
    settle(page)
    found = [f"{headings(page)} headings of level 1"] if headings(page) != 1 else []
    if (told := page.get_attribute("html", "lang")) != language:
        found.append(f"the page says its language is {told}")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        where = f"at {size['width']} px"
        found += [f"{where} too wide: {one}" for one in too_wide(page)]
        found += [f"{where} does not show: {one}" for one in broken_pictures(page)]
        if size == AXED[language]:
            found += [f"{where} {one}" for one in obstacles(page)]
    return found
