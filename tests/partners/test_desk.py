"""My desk: numbers that lead to their lists, and nothing of others."""

import datetime

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.clock import today_in
from notifications.models import OutboxEvent
from partners.due_filters import DueFilter
from partners.follow_up_filters import FollowUpFilter
from partners.models import Due, FollowUp, Interaction
from partners.operations.interactions import change_interaction
from partners.operations.obligations import miss_overdue
from partners.operations.reminders import remind
from tests.factories import (
    AgreementFactory,
    CuratorFactory,
    DueFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    MoveFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return lambda: client.get("/desk/")


def test_each_number_is_that_of_the_list_it_leads_to(client, desk, park, staff):
    today = timezone.localdate()
    for days in (-3, -1, 0, 14, 15):
        FollowUpFactory(owner=park, assignee=staff, due_on=today + days * DAY)
    FollowUpFactory(owner=park, assignee=staff, due_on=today - DAY, done_at=timezone.now())
    FollowUpFactory(owner=park, due_on=today - DAY)
    FollowUpFactory(due_on=today - DAY)
    for _row in range(2):
        InteractionFactory(owner=park, created_by=staff, is_draft=True)
    InteractionFactory(owner=park, created_by=staff)
    InteractionFactory(owner=park, is_draft=True)
    for owner in (park, None):
        agreement = AgreementFactory(owner=owner)
        for days in (0, 14, 15, 30, 31):
            DueFactory(obligation__agreement=agreement, due_on=today + days * DAY)
        settled = {"due_on": today - DAY, "settled_at": timezone.now()}
        DueFactory(obligation__agreement=agreement, state="missed", **settled)
        DueFactory(obligation__agreement=agreement, state="done", **settled)
        for status, number in {"expiring": 3, "draft": 1, "negotiating": 1, "active": 1}.items():
            AgreementFactory.create_batch(number, owner=owner, status=status)
    groups = desk().context["numbers"]
    numbers = [number for group in groups for number in group["tiles"]]
    assert [number["value"] for number in numbers] == ["2", "2", "2", "6", "1", "2", "4", "3", "2"]
    for number in numbers:
        shown = client.get(number["url"])
        assert str(shown.context["count"]) == number["value"], number


@pytest.mark.parametrize(
    ("country", "utc", "today"),
    [
        ("CN", "2026-06-15T22:30", "2026-06-15"),  # half past six of the 16th in Shanghai
        ("CN", "2026-06-15T23:30", "2026-06-16"),
        ("CA", "2026-06-16T03:00", "2026-06-15"),  # late in the evening of the 15th in Toronto
    ],
)
def test_desk_lists_and_reminders_agree_on_the_day_of_the_park(
    monkeypatch, client, desk, park, staff, country, utc, today
):
    now, day = datetime.datetime.fromisoformat(f"{utc}+00:00"), datetime.date.fromisoformat(today)
    desk()
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert today_in(country) == day
    park.country = country
    park.save()
    before, on_it = (
        FollowUpFactory(owner=park, assignee=staff, due_on=day - DAY),
        FollowUpFactory(owner=park, assignee=staff, due_on=day),
    )
    dues = [DueFactory(obligation__agreement__owner=park, due_on=day - DAY * ago) for ago in (1, 0)]

    def listed(address, **query):
        request = RequestFactory().get("/", query)
        request.user = staff
        page, rows = {"follow-ups": (FollowUpFilter, FollowUp), "dues": (DueFilter, Due)}[address]
        return list(page(request.GET, queryset=rows.objects.visible_to(staff), request=request).qs)

    assert listed("follow-ups", state="overdue") == [before]
    assert listed("follow-ups", state="soon") == [on_it]
    assert listed("dues", state="soon") == [dues[1]]
    remind(now)
    told = dict(OutboxEvent.objects.values_list("record_id", "kind"))
    assert (told[before.pk], told[on_it.pk]) == ("follow_up.overdue", "follow_up.due")
    assert miss_overdue(now) == 1
    assert not Due.objects.filter(pk=dues[1].pk, state="missed").exists()


@pytest.mark.parametrize("make", [CuratorFactory, UserFactory])
def test_also_for_those_of_no_park_the_numbers_are_those_of_the_lists(client, park, make):
    client.force_login(make())
    FollowUpFactory(owner=park)
    DueFactory(obligation__agreement__owner=park, state="missed", settled_at=timezone.now())
    AgreementFactory(owner=park, status="expiring")
    for group in client.get("/desk/").context["numbers"]:
        for number in group["tiles"]:
            assert str(client.get(number["url"]).context["count"]) == number["value"], number


def test_only_what_is_late_is_marked_as_a_warning(desk, park, staff):
    def tones():
        return {tile["tone"] for group in desk().context["numbers"] for tile in group["tiles"]}

    assert tones() == {""}
    FollowUpFactory(owner=park, assignee=staff, due_on=timezone.localdate() - DAY)
    assert tones() == {"", "warn"}


def test_the_list_of_obligations_is_narrowed_down(client, desk, park):
    desk()
    first, other = AgreementFactory.create_batch(2, owner=park, is_published=False)
    shown = DueFactory(
        obligation__agreement=first, obligation__text="Send two engineers", due_on=datetime.date(2026, 6, 30)
    )
    DueFactory(obligation__agreement=other, due_on=datetime.date(2026, 7, 1))
    hidden = DueFactory(obligation__agreement__is_published=False)

    def found(**query):
        return [row.pk for row in client.get("/obligations/", query).context["rows"]]

    assert len(found()) == 2 and hidden.pk not in found()
    for query in (
        {"q": "engineers"},
        {"agreement": first.slug},
        {"debtor": shown.obligation.debtor.slug},
        {"before": "2026-06-30"},
    ):
        assert found(**query) == [shown.pk], query
    assert found(state="missed") == []
    page = client.get("/obligations/").content.decode()
    assert "Send two engineers" in page and hidden.obligation.text not in page
    assert other.title in page and hidden.obligation.agreement.title not in page


def test_what_others_did_is_new_until_it_is_seen(client, desk, park, staff):
    colleague = UserFactory(name="Chen Yu")
    InteractionFactory(owner=park, created_by=colleague, title="Visit of NIA")
    InteractionFactory(owner=park, created_by=staff, title="My own call")
    InteractionFactory(owner=park, created_by=colleague, is_draft=True, title="Not yet")
    InteractionFactory(created_by=colleague, title="Of another park")
    done = {"done_at": timezone.now()}
    FollowUpFactory(owner=park, text="Send the minutes", done_by=colleague, **done)
    FollowUpFactory(owner=park, text="Mine is done", done_by=staff, **done)
    MoveFactory(agreement__owner=park, agreement__title_en="Joint laboratory", by=colleague)
    MoveFactory(agreement__title_en="Of somebody else", by=colleague)
    page = desk()
    news = page.context["news"]
    assert {one.title for one in news} == {"Visit of NIA", "Send the minutes", "Joint laboratory"}
    assert {one.who for one in news} == {"Chen Yu"}
    assert [one.at for one in news] == sorted((one.at for one in news), reverse=True)
    InteractionFactory(owner=park, created_by=colleague, title="While you read")
    assert client.post("/desk/seen/", {"until": page.context["now"]}).url == "/desk/"
    assert [one.title for one in desk().context["news"]] == ["While you read"]


def test_it_is_seen_on_every_device_and_never_unseen(client, desk, park, staff):
    InteractionFactory(owner=park, title="Visit of NIA")
    early = desk().context["now"]
    client.post("/desk/seen/")
    phone = Client()
    phone.force_login(staff)
    assert phone.get("/desk/").context["news"] == []
    phone.post("/desk/seen/", {"until": early})  # a page that stood open for long
    assert desk().context["news"] == []


@pytest.mark.parametrize(
    "until", ["", "nonsense", "2026-13-45T00:00:00Z", "9999-01-01T00:00:00Z", "2026-01-01"]
)
def test_a_moment_that_cannot_be_stands_for_now(client, desk, park, until):
    InteractionFactory(owner=park, title="Seen")
    desk()
    client.post("/desk/seen/", {"until": until})
    assert desk().context["news"] == []
    InteractionFactory(owner=park, title="New")
    assert [one.title for one in desk().context["news"]] == ["New"]


def test_what_was_completed_today_is_new_today(desk, park, staff):
    draft = InteractionFactory(owner=park, is_draft=True, title="Mailed in", created_by=UserFactory())
    old = timezone.now() - 100 * DAY
    Interaction.objects.update(created_at=old)
    assert desk().context["news"] == []
    draft.refresh_from_db()
    change_interaction(draft, partners=[])
    assert [one.title for one in desk().context["news"]] == ["Mailed in"]


def test_a_step_is_done_from_the_desk(client, desk, park, staff):
    mine = FollowUpFactory(owner=park, assignee=staff)
    above = FollowUpFactory(owner=ParkFactory(parent=park.park).organisation, assignee=staff)
    page = desk().content.decode()
    assert f"/follow-ups/{mine.pk}/" in page and f"/follow-ups/{above.pk}/" not in page
    assert client.post(f"/follow-ups/{mine.pk}/", {"done": "1", "next": "/desk/"}).url == "/desk/"


def test_it_shows_what_is_mine_and_my_park_s(desk, park, staff):
    mine = InteractionFactory(owner=park, created_by=staff, title="Talk with the ministry")
    partner = InteractionPartnerFactory(
        interaction=mine, organisation=OrganisationFactory(name_en="Ministry of Trade", is_published=False)
    ).organisation
    InteractionFactory(owner=park, created_by=staff, is_draft=True, title="Half a note")
    InteractionFactory(owner=park, is_draft=True, title="Draft of a colleague")
    InteractionFactory(title="Secret of another park")
    AgreementFactory(owner=park, is_published=False, title_en="On the way", status="draft")
    AgreementFactory(is_published=False, title_en="Agreement of another park")
    page = desk().content.decode()
    for text in ("Talk with the ministry", partner.name, "Half a note", "On the way"):
        assert text in page
    assert "Draft of a colleague" not in page
    assert "another park" not in page


def test_a_new_member_is_told_what_to_do(desk):
    page = desk().content.decode()
    assert "Nothing is waiting for you" in page
    assert "Log your first meeting" in page


def test_the_desk_costs_the_same_however_much_there_is(client, desk, park, staff):
    costs = []
    for _round in range(2):
        for _row in range(4):
            met = InteractionFactory(owner=park)
            InteractionPartnerFactory(interaction=met)
            FollowUpFactory(owner=park, assignee=staff, interaction=met)
            DueFactory(obligation__agreement=AgreementFactory(owner=park))
            MoveFactory(agreement__owner=park)
            FollowUpFactory(owner=park, done_at=timezone.now())
        desk()
        with CaptureQueriesContext(connection) as asked:
            desk()
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_signed_out_visitors_are_sent_to_sign_in(client):
    for path in ("/desk/", "/follow-ups/", "/obligations/"):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_the_desk_leads_to_all_that_a_park_keeps_and_each_way_opens(desk, client):
    page = desk()
    assert [client.get(way["url"]).status_code for way in page.context["ways"]] == [200] * 8
    assert 'href="/agreements/draft/"' in page.content.decode()


def test_the_account_menu_leads_to_pages_that_open(desk, client):
    groups = desk().context["account_nav"]
    addresses = [link["url"] for group in groups for link in group["links"]]
    assert [client.get(address).status_code for address in addresses] == [200] * 14
