"""Listings without a date stand in every order of dates, last where dates rise, and no page loses one."""

import datetime

import pytest
from django.utils import timezone

from catalogue.models import Listing
from common.paging import keyset_page
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["starts_at", "publish_at", "review_on"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_of_dates_hold_each_row_once(column, sign):
    now = timezone.now()
    for days in (3, 1, 2):
        at = now + datetime.timedelta(days=days)
        zone = {"time_zone": "UTC"} if column == "starts_at" else {}
        value = at.date() if column == "review_on" else at
        ListingFactory(kind="event", status="draft", **{"publish_at": None} | zone | {column: value})
    ListingFactory.create_batch(2, kind="event", status="draft", publish_at=None)
    rows, cursor = [], None
    while cursor or not rows:
        page = keyset_page(Listing.objects.all(), [f"{sign}{column}"], cursor, 2)
        rows += page.rows
        cursor = page.next
    values = [getattr(row, column) for row in rows]
    dated = sorted(filter(None, values), reverse=bool(sign))
    assert values == ([None, None, *dated] if sign else [*dated, None, None])
    assert len({row.pk for row in rows}) == 5


@pytest.mark.parametrize("ordering", ["begins", "-published", "title"])
def test_the_catalogue_opens_in_each_order(client, ordering):
    ListingFactory()
    assert client.get(f"/catalogue/?ordering={ordering}").status_code == 200
    assert client.get(f"/api/v1/listings/?ordering={ordering}").status_code == 200
