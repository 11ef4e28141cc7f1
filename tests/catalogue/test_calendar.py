"""Events of the catalogue as iCalendar: one of them, or all that fit a filter."""

import datetime

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import ListingFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
EVENTS = reverse("catalogue:events")
BEGINS = datetime.datetime(2027, 6, 30, 7, tzinfo=datetime.UTC)


def event(**told):
    given = {"kind": "event", "time_zone": "Europe/Berlin", "starts_at": BEGINS}
    return ListingFactory(
        **given | {"ends_at": told.get("starts_at", BEGINS) + datetime.timedelta(hours=2)} | told
    )


def one_of(listing):
    return reverse("catalogue:event", args=[listing.slug])


def read(answer):
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(answer.content)


def titles(client, **asked):
    return [str(one["SUMMARY"]) for one in read(client.get(EVENTS, asked)).events]


def test_an_event_is_at_the_hour_of_its_place(client):
    listing = event(title_en="Fair", place_en="Hall 3", summary_en="For all", price_model="free")
    calendar = read(client.get(one_of(listing)))
    (told,) = calendar.events
    assert told.start.isoformat() == "2027-06-30T09:00:00+02:00" and told.end.hour == 11
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Berlin"]
    assert not calendar.get_missing_tzids()
    assert str(told["LOCATION"]) == "Hall 3" and str(told["DESCRIPTION"]).startswith("For all")
    assert told["URL"] == f"http://testserver{listing.get_absolute_url()}"
    assert told["UID"] == f"{listing.pk}@testserver"


def test_changes_are_counted_and_known_by_the_same_name(client):
    listing = event()
    (before,) = read(client.get(one_of(listing))).events
    listing.starts_at += datetime.timedelta(hours=1)
    listing.save()
    (after,) = read(client.get(one_of(listing))).events
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"] == 0
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_long_chinese_lines_are_folded_between_characters(client):
    title = "中" * 150 + ",;\\"
    answer = client.get(one_of(event(title_en=title, title_zh_hans=title)))
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    (told,) = read(answer).events
    assert str(told["SUMMARY"]) == title


def test_nothing_breaks_out_of_its_line(client):
    listing = event(title_en="Fair\r\nEND:VEVENT\r\nX-OTHER:1", is_example=True)
    (told,) = read(client.get(one_of(listing))).events
    assert "X-OTHER" not in told and str(told["SUMMARY"]).startswith("Example: Fair")


def test_the_list_is_filtered_as_the_page_is_and_in_order(client):
    event(title_en="Second", starts_at=BEGINS + datetime.timedelta(days=3), countries=["DE"])
    event(title_en="First", countries=["DE"], time_zone="Asia/Shanghai")
    event(title_en="Elsewhere", countries=["MY"])
    event(title_en="Long over", starts_at=timezone.now() - datetime.timedelta(days=200))
    ListingFactory(title_en="No event", countries=["DE"])
    assert titles(client, country="DE") == ["First", "Second"]
    assert titles(client, kind="service") == []
    zones = {zone.tz_name for zone in read(client.get(EVENTS, {"country": "DE"})).timezones}
    assert zones == {"Europe/Berlin", "Asia/Shanghai"}
    assert client.get(EVENTS, {"country": "no such"}).status_code == 400


HOURS = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    "how", [{"status": "draft"}, {"status": "archived"}, {"expires_at": timezone.now() - HOURS}]
)
def test_what_is_not_out_is_in_no_calendar(client, sign_in, curator, how):
    hidden = event(**how)
    for reader in (client, sign_in(curator)):
        assert reader.get(one_of(hidden)).status_code == 404
        assert titles(reader) == []


def test_what_is_no_event_has_no_calendar(client):
    assert client.get(one_of(ListingFactory())).status_code == 404


def test_who_has_it_is_not_sent_it_again(client):
    listing = event()
    for address in (EVENTS, one_of(listing)):
        answer = client.get(address)
        assert "public" in answer["Cache-Control"]
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    listing.title_en = "Another"
    listing.save()
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_it_costs_the_same_however_many_there_are(client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(EVENTS)
        return len(asked)

    event()
    queries()
    one = queries()
    for _number in range(4):
        event()
    assert queries() == one


def test_the_page_of_an_event_leads_to_it(client):
    listing = event()
    assert one_of(listing) in Page(client.get(listing.get_absolute_url())).links
    other = ListingFactory()
    assert one_of(other) not in Page(client.get(other.get_absolute_url())).links
