"""What stands in a mail that somebody sent to their log: who, when, about what. Nothing in it is trusted."""

import codecs
import datetime
import email.policy
import email.utils
import hashlib
import html
import re
import zoneinfo
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart
from typing import Any

import icalendar
import nh3
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

LARGEST = 10 * 1024 * 1024  # bytes of a mail
MOST_PARTS, MOST_PEOPLE = 200, 30
LONGEST_TEXT = 50_000
CALENDARS = ("text/calendar", "application/ics")
#: What may be put into a log; the answers of those invited (REPLY, COUNTER …) are mails like others.
INVITING = ("", "REQUEST", "PUBLISH", "ADD", "CANCEL")
FORWARDED = re.compile(r"^\s*(?:(?:fwd?|wg|tr|re|aw|转发|答复|回复)\s*[:：]\s*)+", re.IGNORECASE)
#: How Gmail, Outlook and Apple Mail name the sender and the receivers of what they forward.
HEADER_IN_TEXT = re.compile(
    r"^[>\s*]*(?:from|to|cc|发件人|收件人|抄送)\s*[:：](.{1,2000})$", re.IGNORECASE | re.MULTILINE
)


class Unreadable(ValueError):
    """Not a mail that a person sent: too large, broken, or written by a program."""


@dataclass
class Incoming:
    """A mail, read. people: (name, address in lower case) without doubles, without the sender."""

    sender: str
    external_id: str
    title: str
    text: str
    day: datetime.date
    people: list[tuple[str, str]] = field(default_factory=list)
    is_invitation: bool = False
    is_cancelled: bool = False
    sequence: int = 0  # of an invitation: a later version of it has a higher one
    time: datetime.time | None = None
    time_zone: str = ""
    place: str = ""


def read(raw: bytes) -> Incoming:
    """Read a mail. Raises Unreadable, and nothing else, whatever the bytes are."""
    if len(raw) > LARGEST:
        raise Unreadable("too large")
    try:
        return _read(raw)
    except Unreadable:
        raise
    except Exception as error:  # the parsers of mails and calendars fail in every way there is
        raise Unreadable(f"broken: {type(error).__name__}") from error


def _read(raw: bytes) -> Incoming:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    if _is_automatic(mail):
        raise Unreadable("written by a program")
    senders = email.utils.getaddresses([str(mail.get("From", ""))])
    if len(senders) != 1 or "@" not in senders[0][1]:
        raise Unreadable("no sender")
    parts = _parts(mail)
    sender = senders[0][1].lower()
    text = _text(mail, parts)
    found = Incoming(
        sender=sender,
        external_id=_line(mail.get("Message-ID", ""))[:500] or hashlib.sha256(raw).hexdigest(),
        title=FORWARDED.sub("", _line(mail.get("Subject", "")))[:200],
        text=text,
        day=_day(mail.get("Date")),
    )
    named = [str(mail.get(name, "")) for name in ("To", "Cc")] + HEADER_IN_TEXT.findall(text)
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            inner: Any = part.get_payload(0)
            named += [str(inner.get(name, "")) for name in ("From", "To", "Cc")]
    people = email.utils.getaddresses([_line(line) for line in named])
    for part in parts:
        if part.get_content_type() in CALENDARS:
            people += _read_invitation(_bytes_of(part), found)
    found.people = _once(people, sender)
    return found


def _is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834, and what was usual before it: an answer to such a mail could go round for ever."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    returns_nowhere = str(mail.get("Return-Path", "x")).strip() == "<>"
    return submitted != "no" or precedence in ("bulk", "junk", "list", "auto_reply") or returns_nowhere


def _parts(mail: EmailMessage) -> list[EmailMessage]:
    parts: list[EmailMessage] = []
    for part in mail.walk():
        if len(parts) == MOST_PARTS:
            raise Unreadable("too many parts")
        parts.append(part)
    return parts


def _text(mail: EmailMessage, parts: list[EmailMessage]) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    text = _bytes_of(body).decode(_charset(body), "replace")[: 4 * LONGEST_TEXT]
    if body.get_content_type() == "text/html":
        text = html.unescape(nh3.clean(re.sub(r"<(?:br|/p|/div|/tr)\b[^>]*>", "\n\\g<0>", text), tags=set()))
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _bytes_of(part: MIMEPart) -> bytes:
    content: Any = part.get_payload(decode=True)
    return content or b""


def _charset(part: MIMEPart) -> str:
    try:
        return codecs.lookup(part.get_content_charset("utf-8")).name
    except LookupError:
        return "utf-8"


def _line(text) -> str:
    """One line of it, without what is not text."""
    return " ".join(str(text).replace("\0", "").encode("utf-8", "replace").decode().split())


def _day(header) -> datetime.date:
    try:
        return email.utils.parsedate_to_datetime(str(header)).date()
    except (TypeError, ValueError):
        return datetime.datetime.now(datetime.UTC).date()


def _read_invitation(raw: bytes, found: Incoming) -> list[tuple[str, str]]:
    """Take the time, place and id of the first event of a calendar; who is invited."""
    calendar = icalendar.Calendar.from_ical(raw)
    method = str(calendar.get("METHOD", "")).upper()
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None or "DTSTART" not in event or method not in INVITING:
        return []
    start = event.decoded("DTSTART")
    found.is_invitation = True
    found.is_cancelled = method == "CANCEL" or str(event.get("STATUS", "")).upper() == "CANCELLED"
    found.sequence = min(max(int(event.get("SEQUENCE", 0)), 0), 2**31 - 1)
    found.external_id = _id_of(event) or found.external_id
    found.title = _line(event.get("SUMMARY", ""))[:200] or found.title
    found.place = _line(event.get("LOCATION", ""))[:200]
    found.day = start
    if isinstance(start, datetime.datetime):
        found.day, found.time, found.time_zone = _moment(start, event["DTSTART"].params.get("TZID", ""))
    people = [event.get("ORGANIZER"), *_all(event.get("ATTENDEE"))]
    return [
        (_line(one.params.get("CN", "")), re.sub("^mailto:", "", str(one), flags=re.IGNORECASE))
        for one in people
        if one
    ]


def _moment(start: datetime.datetime, named: str) -> tuple[datetime.date, datetime.time, str]:
    """Day, time and zone; UTC where the zone has a name that nobody else knows.

    named   the zone as the invitation calls it; Outlook has names of its own
    """
    zones = zoneinfo.available_timezones()
    zone = named if named in zones else WINDOWS_TO_OLSON.get(named, "")
    if start.tzinfo and zone not in zones:
        start, zone = start.astimezone(datetime.UTC), "UTC"
    return start.date(), start.time().replace(tzinfo=None, microsecond=0), zone


def _id_of(event) -> str:
    """Of the event; one day of a series that was moved by itself is an event of its own."""
    uid = _line(event.get("UID", ""))
    day = event.get("RECURRENCE-ID")
    return f"uid:{uid[:450]}{f'@{_line(day.to_ical().decode())[:40]}' if day else ''}" if uid else ""


def _all(value) -> list:
    return value if isinstance(value, list) else [value]


def _once(people, sender: str) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for name, address in people:
        address = address.strip().lower()
        if "@" in address and address != sender and len(address) <= 254:
            found[address] = found.get(address) or _line(name)[:200]
    return [(name or address, address) for address, name in list(found.items())[:MOST_PEOPLE]]
