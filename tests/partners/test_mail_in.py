"""Mails and invitations that members send in become their drafts; nothing else does anything."""

import base64
import datetime
import io
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.incoming import LARGEST, Unreadable, read
from partners.models import Interaction
from partners.operations.mail_in import receive
from tests.factories import (
    AffiliationFactory,
    ContactFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

GMAIL = """From: Li Wei <li@park.example>
To: log@parkway.example
Subject: Fwd: Visit in May
Date: Tue, 10 Mar 2026 18:40:00 +0800
Message-ID: <gmail-1@mail.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Please log this.

---------- Forwarded message ---------
From: Dr. Amina Khan <amina@nust.example>
Date: Mon, 9 Mar 2026 at 11:02
Subject: Visit in May
To: Li Wei <li@park.example>
Cc: <office@nust.example>

Dear Li Wei, we would like to come in May.
"""
OUTLOOK = """From: "Li, Wei" <LI@PARK.example>
To: "log@parkway.example" <log@parkway.example>
Subject: =?utf-8?B?6L2s5Y+R77yaIOi0puWNleWSjOiuqOiuug==?=
Date: Wed, 11 Mar 2026 09:00:00 +0800
Message-ID: <outlook-1@mail.example>
MIME-Version: 1.0
Content-Type: text/html; charset="gb18030"
Content-Transfer-Encoding: base64

"""
ATTACHED = """From: li@park.example
To: log@parkway.example
Subject: Fwd: Agreement
Date: Thu, 12 Mar 2026 09:00:00 +0000
Message-ID: <apple-1@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=Apple-Mail-1

--Apple-Mail-1
Content-Type: text/plain; charset=us-ascii

See below.
--Apple-Mail-1
Content-Type: message/rfc822

From: Somchai <somchai@nia.example>
To: li@park.example
Subject: Agreement
Message-ID: <inner@nia.example>

The draft is ready.
--Apple-Mail-1--
"""
INVITATION = """From: li@park.example
To: log@parkway.example
Subject: Invitation: Talk
Date: Thu, 12 Mar 2026 09:00:00 +0000
Message-ID: <invitation-1@mail.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b1

--b1
Content-Type: text/plain; charset=utf-8

You are invited.
--b1
Content-Type: text/calendar; charset=utf-8; method=REQUEST

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:event-1@calendar.example
DTSTAMP:20260312T090000Z
DTSTART;TZID=Asia/Shanghai:20260320T143000
DTEND;TZID=Asia/Shanghai:20260320T153000
SUMMARY:Talk about the joint laboratory
LOCATION:Room 3\\, Tuspark
ORGANIZER;CN=Amina Khan:mailto:amina@nust.example
ATTENDEE;CN=Li Wei:MAILTO:li@park.example
ATTENDEE;CN=Omar:mailto:omar@nust.example
END:VEVENT
END:VCALENDAR
--b1--
"""

#: Written as the three calendars write them: each its own way to say the time and to carry the event.
OF_GMAIL = """From: li@park.example
To: log@parkway.example
Subject: Fwd: Invitation: Visit of the incubator @ Fri Mar 20, 2026
Date: Thu, 12 Mar 2026 09:00:00 +0000
Message-ID: <gmail-invitation@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=g1

--g1
Content-Type: multipart/alternative; boundary=g2

--g2
Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes

You have been invited to the following event.
--g2
Content-Type: text/calendar; charset=utf-8; method=REQUEST
Content-Transfer-Encoding: 7bit

BEGIN:VCALENDAR
PRODID:-//Example//Calendar as of Gmail//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
DTSTART:20260320T063000Z
DTEND:20260320T073000Z
DTSTAMP:20260312T085900Z
ORGANIZER;CN=Amina Khan:mailto:amina@nust.example
UID:gmail-event@calendar.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=li@park.example;X-NUM-GUESTS=0:mailto:li@park.example
LOCATION:Incubator\\, gate 2
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Visit of the incubator
END:VEVENT
END:VCALENDAR
--g2--
--g1
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: 7bit

BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
DTSTART:20260320T063000Z
UID:gmail-event@calendar.example
ORGANIZER;CN=Amina Khan:mailto:amina@nust.example
LOCATION:Incubator\\, gate 2
SEQUENCE:0
SUMMARY:Visit of the incubator
END:VEVENT
END:VCALENDAR
--g1--
"""
OF_OUTLOOK = """From: li@park.example
To: log@parkway.example
Subject: FW: Visit of the incubator
Date: Thu, 12 Mar 2026 09:00:00 +0000
Message-ID: <outlook-invitation@mail.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=o1

--o1
Content-Type: text/html; charset=utf-8

<p>The agenda follows.</p>
--o1
Content-Type: text/calendar; charset="utf-8"; method=REQUEST

BEGIN:VCALENDAR
METHOD:REQUEST
PRODID:Example calendar as of Outlook
VERSION:2.0
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN="Khan, Amina":MAILTO:amina@nust.example
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Li:MAILTO:li@park.example
SUMMARY;LANGUAGE=en-US:Visit of the incubator
DTSTART;TZID=China Standard Time:20260320T143000
DTEND;TZID=China Standard Time:20260320T153000
UID:040000008200E00074C5B7101A82E00800000000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20260312T085900Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=en-US:Incubator\\, gate 2
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
BEGIN:VALARM
DESCRIPTION:REMINDER
TRIGGER;RELATED=START:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR
--o1--
"""
OF_APPLE = """From: li@park.example
To: log@parkway.example
Subject: Visit of the incubator
Date: Thu, 12 Mar 2026 09:00:00 +0000
Message-ID: <apple-invitation@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=a1

--a1
Content-Type: text/plain; charset=us-ascii

Sent from a phone
--a1
Content-Disposition: attachment; filename=iCal-1.ics
Content-Type: text/calendar; x-unix-mode=0666; name="iCal-1.ics"
Content-Transfer-Encoding: base64

{calendar}
--a1--
"""
EVENT_OF_APPLE = """BEGIN:VCALENDAR
CALSCALE:GREGORIAN
VERSION:2.0
PRODID:-//Example//Calendar as of Apple//EN
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19910915T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0800
TZNAME:GMT+8
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20260312T085900Z
UID:5E0C1B9A-0000-4000-8000-000000000001
DTSTART;TZID=Asia/Shanghai:20260320T143000
DTEND;TZID=Asia/Shanghai:20260320T153000
SUMMARY:Visit of the incubator
LOCATION:Incubator\\, gate 2
ORGANIZER;CN="Amina Khan":mailto:amina@nust.example
SEQUENCE:0
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def park(db):
    return ParkFactory().organisation


@pytest.fixture
def sender(park, settings):
    settings.MAIL_IN_ADDRESS = "log@parkway.example"
    user = MembershipFactory(organisation=park, user=UserFactory(email="li@park.example")).user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def amina(park):
    contact = ContactFactory(owner=park, name="Amina Khan", email="Amina@NUST.example")
    AffiliationFactory(contact=contact, organisation=OrganisationFactory(name_en="NUST"))
    return contact


def send(text: str) -> Interaction | None:
    return receive(text.replace("\n", "\r\n").encode())


def test_a_forwarded_mail_becomes_a_draft_with_the_people_in_it(sender, park, amina):
    draft = send(GMAIL)
    assert draft.is_draft
    assert (draft.owner, draft.created_by) == (park, sender)
    assert (draft.title, draft.happened_on) == ("Visit in May", datetime.date(2026, 3, 10))
    assert (draft.kind, draft.origin) == ("message", "mail")
    assert "we would like to come in May" in draft.notes
    assert [attendee.contact for attendee in draft.attendees.filter(contact__isnull=False)] == [amina]
    names = set(draft.attendees.values_list("name", flat=True))
    assert names == {"", "office@nust.example"}
    assert [body.name for body in draft.partners.all()] == ["NUST"]


def test_a_mail_of_outlook_in_chinese_is_read(sender):
    body = "<p>发件人: 张三 &lt;zhang@nia.example&gt;</p><p>合作 <b>协议</b><script>alert(1)</script></p>"
    encoded = base64.encodebytes(body.encode("gb18030")).decode()
    draft = send(OUTLOOK + encoded)
    assert not draft.title.startswith(("转发", "Fwd"))
    assert "合作 协议" in draft.notes
    assert "script" not in draft.notes and "alert" not in draft.notes
    assert "张三" in set(draft.attendees.values_list("name", flat=True))


def test_a_mail_forwarded_as_an_attachment_names_its_sender(sender):
    assert "Somchai" in set(send(ATTACHED).attendees.values_list("name", flat=True))


def test_an_invitation_becomes_a_draft_at_its_time_and_place(sender, amina):
    draft = send(INVITATION)
    assert (draft.kind, draft.origin, draft.is_draft) == ("meeting", "calendar", True)
    assert draft.title == "Talk about the joint laboratory"
    assert (draft.happened_on, draft.started_at) == (datetime.date(2026, 3, 20), datetime.time(14, 30))
    assert (draft.time_zone, draft.place) == ("Asia/Shanghai", "Room 3, Tuspark")
    assert {str(attendee) for attendee in draft.attendees.all()} == {"Amina Khan", "Omar"}


@pytest.mark.parametrize(
    ("mail", "time", "zone"),
    [
        (OF_GMAIL, datetime.time(6, 30), "UTC"),
        (OF_OUTLOOK, datetime.time(14, 30), "Asia/Shanghai"),
        (OF_APPLE, datetime.time(14, 30), "Asia/Shanghai"),
    ],
    ids=["gmail", "outlook", "apple"],
)
def test_the_invitations_of_usual_calendars_are_read(sender, amina, mail, time, zone):
    calendar = base64.encodebytes(EVENT_OF_APPLE.replace("\n", "\r\n").encode()).decode()
    draft = send(mail.replace("{calendar}", calendar))
    assert (draft.kind, draft.origin) == ("meeting", "calendar")
    assert (draft.title, draft.place) == ("Visit of the incubator", "Incubator, gate 2")
    assert (draft.happened_on, draft.started_at) == (datetime.date(2026, 3, 20), time)
    assert draft.time_zone == zone
    assert [attendee.contact for attendee in draft.attendees.all()] == [amina]


def test_a_zone_that_nobody_knows_is_told_in_utc(sender):
    own = "BEGIN:VTIMEZONE\nTZID:Our time\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\n"
    own += "TZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT"
    draft = send(INVITATION.replace("TZID=Asia/Shanghai", "TZID=Our time").replace("BEGIN:VEVENT", own))
    assert (draft.started_at, draft.time_zone) == (datetime.time(6, 30), "UTC")


def later(number: int, method: str = "REQUEST") -> str:
    """The same invitation, changed: another time and place."""
    changed = INVITATION.replace("20260320T143000", "20260321T100000").replace("Room 3", f"Hall {number}")
    changed = changed.replace("METHOD:REQUEST", f"METHOD:{method}").replace("invitation-1@", f"{number}@")
    return changed.replace("UID:event-1", f"SEQUENCE:{number}\nUID:event-1")


def test_a_later_version_of_an_invitation_moves_the_draft(sender):
    first = send(INVITATION)
    for mail, place in [
        (later(2), "Hall 2, Tuspark"),
        (later(1), "Hall 2, Tuspark"),  # it was on its way for longer
        (later(2).replace("Hall 2", "Hall 0"), "Hall 2, Tuspark"),
        (later(3), "Hall 3, Tuspark"),
    ]:
        assert send(mail) == first
        first.refresh_from_db()
        assert (first.place, first.happened_on) == (place, datetime.date(2026, 3, 21))
    assert (first.sequence, first.submission) == (3, "")
    assert {str(attendee) for attendee in first.attendees.all()} == {"Amina Khan", "Omar"}
    assert Interaction.objects.count() == 1


def test_a_cancelled_invitation_is_marked_in_the_draft(sender):
    assert send(later(1, "CANCEL")) is None
    assert not Interaction.objects.exists()
    draft = send(INVITATION)
    for _again in range(2):
        send(later(1, "CANCEL"))
        draft.refresh_from_db()
        assert draft.title == "Cancelled: Talk about the joint laboratory"
    send(later(2))
    draft.refresh_from_db()
    assert draft.title == "Talk about the joint laboratory"


def test_what_was_completed_no_invitation_changes(sender):
    logged = send(INVITATION)
    Interaction.objects.update(is_draft=False, title="As it was")
    for mail in (later(1), later(2, "CANCEL"), INVITATION):
        assert send(mail) == logged
    logged.refresh_from_db()
    assert (logged.title, logged.place, logged.is_draft) == ("As it was", "Room 3, Tuspark", False)


def test_nobody_moves_the_draft_of_another(sender, park):
    other = MembershipFactory(organisation=park, user=UserFactory(email="mo@park.example")).user
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    mine = send(INVITATION)
    theirs = send(later(5).replace("From: li@", "From: mo@"))
    mine.refresh_from_db()
    assert mine != theirs
    assert mine.place == "Room 3, Tuspark"


def test_one_day_of_a_series_is_a_draft_of_its_own(sender):
    series = send(INVITATION)
    day = "RECURRENCE-ID;TZID=Asia/Shanghai:20260327T143000\nUID:event-1"
    assert send(later(1).replace("UID:event-1", day)) != series


def test_an_answer_to_an_invitation_is_a_mail_like_others(sender):
    assert send(later(0, "REPLY")).origin == "mail"


def test_a_body_is_known_by_the_domain_of_its_website(sender):
    body = OrganisationFactory(website="https://www.nust.example/en")
    OrganisationFactory(website="https://notnust.example/")
    OrganisationFactory(website="https://nust.example/", is_published=False)
    assert list(send(GMAIL).partners.all()) == [body]


@pytest.mark.parametrize("mail", [GMAIL, INVITATION], ids=["mail", "invitation"])
def test_the_same_mail_again_makes_no_second_draft(sender, mail):
    first = send(mail)
    assert send(mail) == first
    again = mail.replace("invitation-1@", "invitation-2@")
    assert send(again) == first
    assert Interaction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_from_two_pipes_at_once_makes_one_draft(sender):
    def run(_number):
        try:
            return receive(GMAIL.encode()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(run, range(8)))
    assert len(made) == Interaction.objects.count() == 1


@pytest.mark.parametrize(
    "mail",
    [
        GMAIL.replace("li@park.example>\nTo", "stranger@park.example>\nTo"),
        GMAIL.replace("MIME-Version", "Auto-Submitted: auto-replied\nMIME-Version"),
        GMAIL.replace("MIME-Version", "Precedence: bulk\nMIME-Version"),
        GMAIL.replace("MIME-Version", "Return-Path: <>\nMIME-Version"),
        GMAIL.replace("From: Li Wei <li@park.example>", "From: a@x.example, li@park.example", 1),
        GMAIL + "x" * LARGEST,
        "",
    ],
    ids=["stranger", "answer of a program", "bulk", "bounce", "two senders", "too large", "empty"],
)
def test_nothing_comes_of_it(sender, mail):
    assert send(mail) is None
    assert not Interaction.objects.exists()


def test_only_a_verified_address_of_a_member_of_a_park_counts(sender, park):
    EmailAddress.objects.update(verified=False)
    assert send(GMAIL) is None
    EmailAddress.objects.update(verified=True)
    park.park.delete()
    assert send(GMAIL) is None


@pytest.mark.slow
def test_too_many_parts_and_people_do_no_harm(sender):
    parts = "".join(f"--b\nContent-Type: text/plain\n\n{n}\n" for n in range(10_000))
    head = GMAIL.split("MIME-Version")[0]
    assert send(f"{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--") is None
    crowd = ", ".join(f"p{n}@x.example" for n in range(5_000))
    assert send(GMAIL.replace("To: log@parkway.example", f"To: {crowd}", 1)).attendees.count() == 30


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.integers(0, len(INVITATION)), st.sampled_from([GMAIL, INVITATION, ATTACHED])
)
def test_whatever_comes_is_read_or_refused(noise, place, mail):
    raw = mail.encode()
    for broken in (noise, raw[:place] + noise + raw[place:], raw[:place]):
        try:
            found = read(broken)
        except Unreadable:
            continue
        assert "\0" not in found.title + found.text + found.external_id
        assert len(found.people) <= 30


def test_the_pipe_ends_the_same_way_for_everybody(sender, monkeypatch, capsys):
    for mail in (GMAIL, GMAIL.replace("li@", "stranger@"), "nonsense"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail.encode())))
        call_command("receive_mail")
        assert capsys.readouterr() == ("", "")
    assert Interaction.objects.count() == 1
