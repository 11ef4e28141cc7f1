"""What happened, in one list: whose events are told to whom, in which order, page by page."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from history.models import Reading
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    AmendmentFactory,
    DeliverableFactory,
    DocumentFactory,
    DueFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    MilestoneFactory,
    MoveFactory,
    ObligationFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    ProjectFactory,
    ShareFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
START = datetime.date(2026, 1, 1)


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def partner():
    return PartnerFactory().organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park, user=UserFactory(name="Lin Wei")).user


def met(park, partner, **given):
    meeting = InteractionFactory(owner=park, **given)
    InteractionPartnerFactory(interaction=meeting, organisation=partner)
    return meeting


def kept(park, partner, **given):
    """An agreement of a park and a partner, that the park keeps."""
    agreement = AgreementFactory(owner=park, **given)
    for body in (park, partner):
        AgreementPartyFactory(agreement=agreement, organisation=body)
    return agreement


def lived(agreement, by):
    """One of each thing that happens to an agreement."""
    MoveFactory(agreement=agreement, by=by, reason="We agreed on the text")
    MoveFactory(agreement=agreement, before="signed", after="active")
    AmendmentFactory(agreement=agreement, number=1, reason="One more year", made_by=by)
    owed = ObligationFactory(agreement=agreement, text="Send the report")
    DueFactory(obligation=owed, state="done", settled_at=timezone.now(), settled_by=by)
    DueFactory(obligation=owed, due_on=START, state="missed", settled_at=timezone.now())
    DueFactory(obligation=owed, due_on=START + DAY)
    DocumentFactory(agreement=agreement, name="text.pdf", uploaded_by=by)
    FollowUpFactory(
        owner=agreement.owner, agreement=agreement, text="Ask", done_at=timezone.now(), done_by=by
    )
    FollowUpFactory(owner=agreement.owner, agreement=agreement, text="Still to do")


def told(answer) -> list[str]:
    return [event.sentence for event in answer.context["events"]]


def timeline(client, organisation, room="partners", **query):
    return client.get(f"/{room}/{organisation.slug}/timeline/", query)


OF_AGREEMENT = {
    "Draft → negotiating",
    "Signed → active",
    "Amendment 1",
    "New obligation: Send the report",
    "Obligation kept: Send the report",
    "Obligation missed: Send the report",
    "Document added: text.pdf",
    "Done: Ask",
    "The agreement is signed",
    "Project begins: A joint laboratory",
}


@pytest.fixture
def agreement(park, partner, staff):
    agreement = kept(park, partner, signed_on="2026-02-01", title_en="MoU with the institute")
    lived(agreement, staff)
    ProjectFactory(title_en="A joint laboratory", starts_on="2026-01").agreements.add(agreement)
    return agreement


@pytest.fixture
def busy(park, partner, staff, agreement):
    """A partner with everything that can happen."""
    meeting = met(park, partner, title="First talk", happened_on=START, created_by=staff)
    FollowUpFactory(owner=park, interaction=meeting, text="Send slides", done_at=timezone.now())
    ShareFactory(owner=park, partner=partner, receiver=OrganisationFactory(name_en="Second park"))
    MilestoneFactory(organisation=partner, title_en="Opening", happened_on="2015")
    return partner


def test_members_read_people_s_and_the_system_s_events_in_one_list(client, park, busy, staff, agreement):
    client.force_login(staff)
    of_both = {*OF_AGREEMENT, "First talk", "Done: Send slides", f"{park.name} shares with Second park"}
    for shown, expected in (
        (timeline(client, busy), {*of_both, "Opening"}),
        (timeline(client, park, "parks"), of_both),
        (client.get(f"/agreements/{agreement.slug}/timeline/"), OF_AGREEMENT),
    ):
        assert sorted(one.casefold() for one in told(shown)) == sorted(one.casefold() for one in expected)
        moments = [event.moment for event in shown.context["events"]]
        assert moments == sorted(moments, reverse=True)
        page = shown.content.decode()
        for text in ("Lin Wei", "by date", "We agreed on the text", "One more year"):
            assert text in page


def test_a_project_tells_of_itself_and_of_what_it_rests_on(client, agreement):
    project = ProjectFactory(title_en="A mill", starts_on="2014", ends_on="2016-03")
    project.agreements.add(agreement)
    DeliverableFactory(project=project, title_en="Plan", status="delivered", due_on="2014-05")
    DeliverableFactory(project=project, title_en="Report", due_on="2015")
    DeliverableFactory(project=project, title_en="Next plan", status="delivered", due_on="2999")
    assert (
        told(client.get(f"/projects/{project.slug}/timeline/"))
        == [
            "Project ends: A mill",
            "The agreement is signed",
            "Delivered: Plan",
            "Project begins: A mill",
        ]
        or told(client.get(f"/projects/{project.slug}/timeline/"))[0] == "The agreement is signed"
    )


def test_strangers_read_the_public_events_only(client, park, busy, agreement, sign_in):
    public = {"The agreement is signed", "Project begins: A joint laboratory"}
    for reader in (
        sign_in(),
        sign_in(UserFactory()),
        sign_in(MembershipFactory(organisation=ParkFactory().organisation).user),
    ):
        assert set(told(timeline(reader, busy))) == {*public, "Opening"}
        assert set(told(timeline(reader, park, "parks"))) == public
        assert set(told(reader.get(f"/agreements/{agreement.slug}/timeline/"))) == public


def test_an_agreement_that_is_not_public_is_not_told_of(client, busy, agreement):
    type(agreement).objects.update(is_published=False)
    assert told(timeline(client, busy)) == ["Opening"]
    assert client.get(f"/agreements/{agreement.slug}/timeline/").status_code == 404
    assert client.get(f"/agreements/{agreement.slug}/timeline.atom").status_code == 404


def test_drafts_are_nobody_s_events(client, park, partner, staff):
    draft = met(park, partner, is_draft=True, created_by=staff)
    FollowUpFactory(owner=park, interaction=draft, done_at=timezone.now())
    client.force_login(staff)
    assert told(timeline(client, partner)) == []


def test_who_receives_a_share_reads_on_until_it_is_taken_back(client, park, busy):
    receiver = ParkFactory().organisation
    client.force_login(MembershipFactory(organisation=receiver).user)
    share = ShareFactory(owner=park, partner=busy, receiver=receiver)
    assert {"First talk", f"{park.name} shares with {receiver.name}"} <= set(told(timeline(client, busy)))
    assert "First talk" in told(timeline(client, park, "parks"))
    type(share).objects.filter(pk=share.pk).update(revoked_at=timezone.now())
    assert told(timeline(client, busy))[-1:] == ["Opening"]
    assert not {"First talk", f"{park.name} shares with {receiver.name}"} & set(told(timeline(client, busy)))
    assert "First talk" not in told(timeline(client, park, "parks"))


def test_one_filters_by_kinds(client, busy, staff):
    client.force_login(staff)
    assert told(timeline(client, busy, kind=["interaction", "amendment"])) == ["Amendment 1", "First talk"]
    unknown = timeline(client, busy, kind="secrets")
    assert unknown.context["events"] == []
    assert "secrets" in unknown.content.decode()


def test_pages_follow_one_another_without_a_gap(client, park, partner, staff):
    client.force_login(staff)
    logged = [met(park, partner, happened_on=START + DAY * (n // 3), title=f"Talk {n}") for n in range(70)]
    agreement = kept(park, partner)
    moves = MoveFactory.create_batch(5, agreement=agreement)
    seen, url = [], f"/partners/{partner.slug}/timeline/"
    while url:
        answer = client.get(url)
        seen += [event.key for event in answer.context["events"]]
        url = answer.context["older_url"]
    assert len(seen) == len(set(seen))
    assert set(seen) == {*(one.pk for one in logged), *(move.pk for move in moves)}


@pytest.mark.parametrize(
    "cursor", ["x", "2026-13-01~int_1", "2026-02-30~int_1", "2026-01-01", "２０２６~int_1"]
)
def test_a_cursor_made_by_hand_is_refused(client, partner, cursor):
    assert timeline(client, partner, before=cursor).status_code == 400


def test_an_event_has_an_address_of_its_own(client, park, partner, staff):
    shown, other = met(park, partner, title="This one"), met(park, partner)
    url = f"/partners/{partner.slug}/timeline/"
    assert client.get(url, {"event": shown.pk}).status_code == 404
    client.force_login(staff)
    page = client.get(url)
    assert f'id="{shown.pk}"' in page.content.decode()
    assert f'href="{url}?event={shown.pk}"' in page.content.decode()
    assert told(client.get(url, {"event": shown.pk})) == ["This one"]
    assert client.get(url, {"event": f"{other.pk}-end"}).status_code == 404
    assert client.get(url, {"event": "int_none"}).status_code == 404


def test_the_page_is_in_the_reader_s_language(client, partner):
    MilestoneFactory(organisation=partner, title_en="Opening", title_zh_hans="开园", happened_on="2015-08")
    page = client.get(f"/zh-hans/partners/{partner.slug}/timeline/").content.decode()
    assert "开园" in page
    assert "2015年8月" in page


def test_pages_of_things_show_their_latest_events(client, park, busy, agreement, staff):
    client.force_login(staff)
    project = ProjectFactory(starts_on="2020")
    for url in (
        busy.partner.get_absolute_url(),
        park.park.get_absolute_url(),
        agreement.get_absolute_url(),
        project.get_absolute_url(),
    ):
        page = client.get(url).content.decode()
        assert "Latest events" in page
        assert f'href="{url}timeline/"' in page
        assert f'hx-get="{url}timeline/latest/"' in page
        latest = client.get(f"{url}timeline/latest/").content.decode()
        assert latest.count("?event=") == (1 if "projects" in url else 5)


def test_curators_read_a_park_s_own_where_it_is_noted_only(client, park, busy, agreement, curator):
    client.force_login(curator)
    met(park, busy, title="Talk of today", happened_on=timezone.localdate(), agreement=agreement)
    for url in (busy.partner.get_absolute_url(), agreement.get_absolute_url()):
        assert "Latest events" in client.get(url).content.decode()
        assert "Talk of today" not in client.get(f"{url}timeline/latest/").content.decode()
    before = Reading.objects.count()
    assert "Talk of today" in told(timeline(client, busy))
    assert Reading.objects.count() == before + 1


def test_a_timeline_is_one_statement_however_much_there_is(client, park, busy, agreement, staff):
    client.force_login(staff)
    costs = []
    for _round in range(2):
        timeline(client, busy)
        with CaptureQueriesContext(connection) as asked:
            timeline(client, busy)
        costs.append(len(asked))
        for _row in range(5):
            met(park, busy)
            lived(kept(park, busy), staff) if _row == 0 else MoveFactory(agreement=agreement)
    assert costs[0] == costs[1]
    assert sum("UNION ALL" in one["sql"] for one in asked) == 1


# Feeds


ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(answer) -> list[str]:
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return [one.text for one in ElementTree.fromstring(answer.content).findall("a:entry/a:title", ATOM)]


def test_a_feed_has_what_its_reader_may_see(client, park, busy, staff):
    url = f"/partners/{busy.slug}/timeline.atom"
    public = ["The agreement is signed", "Project begins: A joint laboratory", "Opening"]
    assert entries(client.get(url)) == public
    client.force_login(staff)
    assert "First talk" in entries(client.get(url))
    assert f'href="{url}"' in client.get(f"/partners/{busy.slug}/timeline/").content.decode()


def test_a_feed_holds_text_that_no_xml_can_hold(client, park, partner, staff):
    met(park, partner, title="A \x0b\x1f bell\ufffe & <b>")
    client.force_login(staff)
    assert entries(client.get(f"/partners/{partner.slug}/timeline.atom")) == ["A    bell  & <b>"]


def test_a_summary_is_text_though_it_may_be_read_as_html(client, park, partner, staff):
    MoveFactory(agreement=kept(park, partner), reason="<script>alert(1)</script>")
    client.force_login(staff)
    feed = ElementTree.fromstring(client.get(f"/partners/{partner.slug}/timeline.atom").content)
    assert "&lt;script&gt;" in feed.find("a:entry/a:summary", ATOM).text


def test_entries_keep_their_names(client, partner):
    milestone = MilestoneFactory(organisation=partner, happened_on="2015-08-03")
    feed = ElementTree.fromstring(client.get(f"/partners/{partner.slug}/timeline.atom").content)
    assert feed.find("a:entry/a:id", ATOM).text == f"tag:testserver,2026:{milestone.pk}"
    assert feed.find("a:entry/a:updated", ATOM).text == "2015-08-03T00:00:00+00:00"
    link = feed.find("a:entry/a:link", ATOM).get("href")
    assert link == f"http://testserver/partners/{partner.slug}/timeline/?event={milestone.pk}"
    assert feed.find("a:link[@rel='self']", ATOM).get("href").endswith("/timeline.atom")


def test_a_feed_that_has_not_changed_is_not_sent_again(client, partner):
    MilestoneFactory(organisation=partner)
    url = f"/partners/{partner.slug}/timeline.atom"
    first = client.get(url)
    assert "private" in first.headers["Cache-Control"]
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    MilestoneFactory(organisation=partner, happened_on="2001")
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_without_events_is_a_feed(client, partner):
    assert entries(client.get(f"/zh-hans/partners/{partner.slug}/timeline.atom")) == []
