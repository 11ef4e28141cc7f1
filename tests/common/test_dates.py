"""Dates as precise as their source."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.dates import PartialDate, PartialDateField, period_display
from common.filters import AfterFilter, BeforeFilter
from organisations.models import NetworkMembership
from parks.models import Milestone
from tests.factories import MilestoneFactory, NetworkMembershipFactory, OrganisationFactory

DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_every_year_month_and_day_is_one(day, length):
    date = PartialDate(day.isoformat()[:length])
    assert date.earliest <= day <= date.latest
    assert str(date) == day.isoformat()[:length]
    assert (date.year, date.month or day.month, date.day or day.day) == (day.year, day.month, day.day)


@given(DAYS, DAYS)
def test_days_sort_as_time_goes_by(one, other):
    assert (PartialDate(one.isoformat()) < PartialDate(other.isoformat())) == (one < other)


@pytest.mark.parametrize(
    "text",
    (
        *("", "15", "0999", "3000", "2015-13", "2015-00", "2015-2", "2015-02-30", "2015-02-29", "2015-1-1"),
        *("2015/01", "August 2015", "2015-08-01T00:00", "２０１５", "2015\n", " 2015", "-2015", "2015-08-"),
        *("1e3", "२०१५"),
    ),
)
def test_nothing_else_is_a_date(text):
    with pytest.raises(ValueError, match=r".*"):
        PartialDate(text)


@pytest.mark.django_db
@given(st.one_of(DAYS.map(str), DAYS.map(lambda day: str(day)[:7]), st.from_regex(r"\A[0-9-]{4,10}\Z")))
def test_python_and_the_database_call_the_same_texts_dates(text):
    try:
        PartialDate(text)
        valid = True
    except ValueError:
        valid = False
    column = PartialDateField()
    column.set_attributes_from_name("day")
    with connection.cursor() as cursor:
        check = column.db_check(connection).replace('"day"', "%s")
        cursor.execute(f"SELECT {check}", [text] * check.count("%s"))
        assert cursor.fetchone() == (valid,)


def test_a_field_says_in_words_what_it_takes():
    with pytest.raises(ValidationError, match="“next year” is not a year, a month or a day"):
        PartialDateField().clean("next year", None)
    assert PartialDateField().clean(" 2015-08 ", None) == PartialDate("2015-08")
    assert PartialDateField().clean("", None) is None


def test_a_reader_sees_dates_as_they_are_written_in_the_language():
    dates = [PartialDate(text) for text in ("1994", "1994-08", "2016-03-21")]
    with translation.override("en"):
        assert [date.display() for date in dates] == ["1994", "August 1994", "March 21, 2016"]
    with translation.override("zh-hans"):
        assert [date.display() for date in dates] == ["1994年", "1994年8月", "2016年3月21日"]


def test_a_period_is_told_with_what_is_known_of_it():
    start, end = PartialDate("2003"), PartialDate("2008")
    assert period_display(start, end) == "2003 – 2008"
    assert period_display(start, None) == "since 2003"
    assert period_display(None, end) == "until 2008"
    assert period_display(start, start) == "2003"
    assert period_display(None, None) == ""


@pytest.mark.django_db
def test_the_database_sorts_and_filters_coarse_dates_rightly():
    for text in ("2014-08-15", "2015", "2014", "2014-09", "2013-12-31", "2014-08"):
        MilestoneFactory(happened_on=text)

    def dates(milestones):
        return [str(date) for date in milestones.values_list("happened_on", flat=True)]

    milestones = Milestone.objects.order_by("happened_on")
    assert dates(milestones) == ["2013-12-31", "2014", "2014-08", "2014-08-15", "2014-09", "2015"]
    after = AfterFilter(field_name="happened_on").filter(milestones, PartialDate("2014-09"))
    assert dates(after) == ["2014", "2014-09", "2015"]  # 2014 may have been in September
    before = BeforeFilter(field_name="happened_on").filter(milestones, PartialDate("2014-08"))
    assert dates(before) == ["2013-12-31", "2014", "2014-08", "2014-08-15"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2015-08", "2015", True),  # it ended some time after August
        ("2015", "2015", True),
        ("2015-08-20", "2015-08", True),
        ("2015-08", "2015-07", False),
        ("2015-08-20", "2015-08-19", False),
        ("2016", "2015", False),
        (None, "2015", True),
        ("2015", None, True),
    ],
)
def test_an_end_is_refused_only_when_it_is_surely_before_the_start(start, end, fits):
    membership = NetworkMembership(
        network=OrganisationFactory(), member=OrganisationFactory(), joined_on=start, left_on=end
    )
    if fits:
        membership.full_clean()
        membership.save()
        return
    with pytest.raises(ValidationError, match="must not be before"):
        membership.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        membership.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("2010", "2015"), ("2015", None), False),  # left and came back in the same year
        (("2010", "2015"), ("2012", "2013"), True),
        ((None, None), ("2015", None), True),
        (("2010", None), ("2011", None), True),
        (("2010-01", "2010-06"), ("2010-07", None), False),
        (("2015", "2015"), ("2015", "2015"), True),
        ((None, "2009"), ("2010", "2011"), False),
    ],
)
def test_periods_of_one_membership_do_not_overlap_for_sure(first, second, overlap):
    one = NetworkMembershipFactory(joined_on=first[0], left_on=first[1])
    other = NetworkMembership(network=one.network, member=one.member, joined_on=second[0], left_on=second[1])
    if not overlap:
        other.full_clean()
        other.save()
        return
    with pytest.raises(ValidationError, match="already recorded for an overlapping time"):
        other.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        other.save()
