import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.outgoing import Answer, Failed
from curation import tasks
from curation.links import verdicts
from curation.links.gathering import fields_with_links, gather
from curation.links.verdicts import Verdict
from curation.models import Link, Quality
from curation.operations import links
from curation.quality.scoring import score
from organisations.models import Organisation
from sources.models import Source
from tests.factories import CuratorFactory, LinkFactory, OrganisationFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/curation/links/"
GONE, DOWN, THERE = Verdict(status=404), Verdict(problem="connection"), Verdict(status=200)


def looked(link, verdict, *, days=0):
    """The link after a look that took place so many days from now."""
    taken = Link.objects.get(pk=link.pk)
    taken.taken_at = timezone.now() + datetime.timedelta(days=days)
    taken.leased_until = taken.taken_at + links.LEASE
    Link.objects.filter(pk=link.pk).update(leased_until=taken.leased_until)
    assert links.settle(taken, verdict)
    return Link.objects.get(pk=link.pk)


def test_the_addresses_of_published_records_are_gathered_and_others_forgotten():
    SourceFactory(link="https://a.example.org/x")
    OrganisationFactory(website="https://B.example.org/", is_published=True)
    OrganisationFactory(website="https://hidden.example.org/", is_published=False)
    LinkFactory(address="https://former.example.org/")
    assert {(Source, "link"), (Organisation, "website")} <= set(fields_with_links())
    assert gather() == (2, 1)
    assert set(Link.objects.values_list("address", "host")) == {
        ("https://a.example.org/x", "a.example.org"),
        ("https://B.example.org/", "b.example.org"),
    }
    assert gather() == (0, 0)


@pytest.mark.parametrize(
    "verdict, days", [(DOWN, 3), (Verdict(status=500), 3), (GONE, 2), (Verdict(status=410), 2)]
)
def test_a_link_is_dead_after_failures_on_several_days(verdict, days):
    link = LinkFactory()
    for day in range(days - 1):
        link = looked(link, verdict, days=day)
        assert link.state == Link.State.FAILING
    first = link.failing_since
    link = looked(link, verdict, days=days)
    assert (link.state, link.failing_since) == (Link.State.DEAD, first)


def test_many_failures_on_one_day_count_once():
    link = LinkFactory()
    for _ in range(5):
        link = looked(link, GONE)
    assert (link.state, len(link.failed_on)) == (Link.State.FAILING, 1)


def test_one_good_answer_ends_a_row_of_failures():
    link = LinkFactory()
    looked(link, DOWN)
    looked(link, DOWN, days=1)
    link = looked(link, THERE, days=2)
    assert (link.state, link.failed_on, link.failing_since) == (Link.State.FINE, [], None)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_server_that_does_not_let_us_in_is_there(status):
    assert looked(LinkFactory(), Verdict(status=status)).state == Link.State.FINE


def test_a_move_for_good_is_told_with_the_new_address():
    link = looked(LinkFactory(), Verdict(status=200, moved_to="https://new.example.org/"))
    assert (link.state, link.moved_to) == (Link.State.MOVED, "https://new.example.org/")


def test_what_one_worker_has_taken_no_other_takes_nor_another_of_its_host():
    first, second = LinkFactory(host="one.example.org"), LinkFactory(host="one.example.org")
    other = LinkFactory(host="two.example.org")
    taken = {links.take().pk, links.take().pk}
    assert other.pk in taken and len(taken & {first.pk, second.pk}) == 1
    assert links.take() is None


def test_a_host_is_left_alone_for_a_while_after_it_was_asked():
    LinkFactory.create_batch(2)
    assert links.look_at_next(lambda address, **_: THERE)
    assert not links.look_at_next(lambda address, **_: THERE)
    Link.objects.exclude(looked_at=None).update(looked_at=timezone.now() - 2 * links.PAUSE)
    assert links.look_at_next(lambda address, **_: THERE)


def test_a_worker_that_was_killed_keeps_nothing_and_says_nothing_later():
    LinkFactory()
    lost = links.take()
    Link.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    assert links.take().pk == lost.pk
    assert not links.settle(lost, GONE)
    assert Link.objects.get().state == Link.State.NEW


def test_nothing_is_asked_where_it_is_switched_off(settings, monkeypatch):
    LinkFactory()
    monkeypatch.setattr(links, "look_at_next", lambda: pytest.fail("asked"))
    assert settings.LINK_CHECKS is False
    tasks.look_at_links()


def test_heads_are_asked_first_and_pages_where_a_server_knows_no_heads(monkeypatch):
    asked = []

    def fetch(address, method, *, headers):
        asked.append((method, headers))
        return Answer(405 if method == "HEAD" else 200, address, {"etag": '"b"'}, b"")

    monkeypatch.setattr(verdicts, "fetch", fetch)
    monkeypatch.setattr(verdicts, "CLOSED", set())
    assert verdicts.look("https://example.org/", etag='"a"') == Verdict(status=200, etag='"b"')
    assert asked == [("HEAD", {"If-None-Match": '"a"'}), ("GET", {"If-None-Match": '"a"'})]


def test_where_no_answer_comes_the_problem_is_kept(monkeypatch):
    def fetch(address, method, *, headers):
        raise Failed("name", "no such name")

    monkeypatch.setattr(verdicts, "fetch", fetch)
    assert verdicts.look("https://example.org/") == Verdict(problem="name")


def test_the_list_shows_the_dead_and_the_moved_to_curators_alone(client):
    LinkFactory(address="https://example.org/dead", state=Link.State.DEAD, status=404)
    LinkFactory(address="https://example.org/fine", state=Link.State.FINE)
    SourceFactory(title_en="Paper", link="https://example.org/dead")
    client.force_login(UserFactory())
    assert client.get(LIST).status_code == 404
    client.force_login(CuratorFactory())
    page = client.get(LIST).content.decode()
    assert "example.org/dead" in page and "example.org/fine" not in page
    assert "404 Not Found" in page and "Paper" in page
    assert "example.org/fine" in client.get(f"{LIST}?state=fine").content.decode()
    assert "https://example.org/dead" in client.get(f"{LIST}?format=csv").getvalue().decode()


def test_a_curator_says_why_a_link_is_fine_and_takes_it_back(client):
    row, curator = LinkFactory(state=Link.State.DEAD), CuratorFactory()
    client.force_login(curator)
    refused = client.post(f"{LIST}{row.pk}/", {"excuse": " "})
    assert refused.status_code in (200, 422) and Link.objects.get().state == Link.State.DEAD
    assert client.post(f"{LIST}{row.pk}/", {"excuse": "Browsers only"}).status_code == 302
    kept = Link.objects.get()
    assert (kept.state, kept.excuse, kept.excused_by) == (Link.State.EXCUSED, "Browsers only", curator)
    assert links.take() is None
    assert client.post(f"{LIST}{row.pk}/again/").status_code == 302
    assert Link.objects.get().state == Link.State.NEW
    assert links.take() is not None


def test_the_desk_counts_what_the_list_shows(client):
    LinkFactory(state=Link.State.DEAD)
    LinkFactory(state=Link.State.MOVED)
    LinkFactory(state=Link.State.FINE)
    client.force_login(CuratorFactory())
    tiles = {tile["url"]: tile["value"] for tile in client.get("/curation/").context["tiles"]}
    assert tiles[LIST] == client.get(LIST).context["count"] == 2


def test_the_list_costs_the_same_however_many(client):
    client.force_login(CuratorFactory())
    costs = []
    for count in (1, 3):
        for number in range(count):
            address = f"https://example.org/{count}/{number}"
            SourceFactory(link=address)
            LinkFactory(address=address, state=Link.State.DEAD)
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_who_is_no_curator_neither_reads_nor_changes_a_link(client):
    row = LinkFactory(state=Link.State.DEAD)
    client.force_login(UserFactory())
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert client.post(f"{LIST}{row.pk}/", {"excuse": "Mine"}).status_code == 404
    assert client.post(f"{LIST}{row.pk}/again/").status_code == 404
    assert Link.objects.get().state == Link.State.DEAD


def test_a_dead_link_is_something_to_mend_until_it_answers_or_is_called_fine(curator):
    body = OrganisationFactory(website="https://a.example.org/")
    link = LinkFactory(address=body.website)

    def to_mend():
        return "website" in Quality.objects.get(record=body.pk).missing

    for verdict, days, is_dead in ((GONE, 1, False), (GONE, 2, True), (THERE, 3, False), (DOWN, 4, False)):
        link = looked(link, verdict, days=days)
        score(Organisation) if days == 1 else None
        assert to_mend() == is_dead, days
    for days in (5, 6):
        link = looked(link, DOWN, days=days)
    assert to_mend()
    links.call_fine(link.pk, by=curator, why="It answers browsers only.")
    assert not to_mend()
