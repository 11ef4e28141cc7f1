"""What happened, told in one list: of a park, a partner, an agreement, a project.

Each room says what its rows tell: a teller hands out small querysets, one for each thing that can
happen, and says which columns hold when, what and who. They are asked as one statement (UNION ALL), each
limited before they are put together, so that a page costs the same however much there is. Nothing is
told that `visible_to` does not show.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from common.dates import PartialDate, PartialDateField
from common.roles import is_curator
from organisations.models import Organisation, OrganisationRelation
from parks.reach import WithinReach

from .models import Agreement, AgreementParty, Share

#: What a cursor looks like: the moment and the key of the last event that was shown.
CURSOR = re.compile(
    r"([0-9]{4}(?:-[0-9]{2}){0,2}(?:T[0-9:.]{15})?)~([a-z]{3}_[0-9a-z]+(?:-[a-z]+)?)", re.ASCII
)
COLUMNS = ("moment", "key", "step", "title", "detail", "note", "who", "page", "about", "about_page")
NOTHING = Value("", output_field=TextField())


class BadCursor(ValueError):
    """Not a place in a timeline."""


@dataclass(frozen=True)
class Kind:
    """A kind of event, as one filters by it. Those that are not public have nothing for a stranger."""

    label: str | Promise
    icon: str
    is_public: bool = False


@dataclass(frozen=True)
class Step:
    """One thing that can happen, and the sentence that tells it (of %(title)s and %(detail)s).

    route     of the page that the event's `page` names
    details   the words of the codes in `detail`; several codes are parted by ">"
    is_kind   `detail` is a finer kind, and stands over the sentence
    by_date   it happens by itself where nobody did it
    """

    sentence: str | Promise
    route: str = ""
    details: Sequence[tuple] = ()
    is_kind: bool = False
    by_date: bool = False


@dataclass(frozen=True)
class Told:
    """Rows that tell of one step. Texts are names of columns, or expressions.

    at       column: a moment, a day, or a partial date; rows without one tell nothing
    note     more words, shown below the sentence
    about    path to the agreement that it belongs to; "." for the row itself
    suffix   of the event's key, where a row tells of more than one
    """

    rows: QuerySet
    step: str
    at: str
    title: Any = NOTHING
    detail: Any = NOTHING
    note: Any = NOTHING
    who: Any = NOTHING
    page: Any = NOTHING
    about: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Scope:
    """Whose events are told, by keys; who sees which of them is asked again for each row.

    organisation    whose timeline it is; `organisations` has those that operate it too
    """

    agreements: list[str]
    organisations: list[str] = field(default_factory=list)
    organisation: str | None = None
    project: str | None = None


@dataclass(frozen=True)
class Event:
    """One row of the list."""

    moment: str
    key: str
    step: str
    title: str
    detail: str
    note: str
    who: str
    page: str
    about: str
    about_page: str

    @property
    def kind(self) -> str:
        """The code of its kind, as one filters by it."""
        return _KIND_OF[self.step]

    @property
    def icon(self) -> str:
        return KINDS[self.kind].icon

    @property
    def label(self) -> str:
        """What kind of event it is, as finely as one knows."""
        if STEPS[self.step].is_kind and self.detail:
            return self._detail()
        return str(KINDS[self.kind].label)

    @property
    def sentence(self) -> str:
        return str(STEPS[self.step].sentence) % {"title": self.title, "detail": self._detail()}

    def _detail(self) -> str:
        words = dict(STEPS[self.step].details)
        return (
            " → ".join(str(words.get(code, code)) for code in self.detail.split(">"))
            if words
            else self.detail
        )

    @property
    def day(self) -> PartialDate:
        return PartialDate(self.moment[:10])

    @property
    def is_exact(self) -> bool:
        """Whether the hour is known."""
        return len(self.moment) > 10

    @property
    def at(self) -> datetime.datetime:
        """The moment; the first of it where only a day or a year is known."""
        if self.is_exact:
            return datetime.datetime.fromisoformat(self.moment).replace(tzinfo=datetime.UTC)
        return datetime.datetime.combine(self.day.earliest, datetime.time(), datetime.UTC)

    @property
    def is_by_date(self) -> bool:
        return STEPS[self.step].by_date and not self.who

    @property
    def url(self) -> str:
        route = STEPS[self.step].route
        return reverse(route, args=[self.page]) if route and self.page else ""

    @property
    def about_url(self) -> str:
        return reverse("partners:agreement", args=[self.about_page]) if self.about_page else ""

    @property
    def cursor(self) -> str:
        return f"{self.moment}~{self.key}"


Teller = Callable[[Scope, Any], Iterable[Told]]
KINDS: dict[str, Kind] = {}
STEPS: dict[str, Step] = {}
_KIND_OF: dict[str, str] = {}
_TELLERS: list[tuple[str, Teller]] = []


def tells(code: str, kind: Kind, **steps: Step) -> Callable[[Teller], Teller]:
    """Register who tells of a kind of event, and the steps that it knows."""

    def register(teller: Teller) -> Teller:
        KINDS[code] = kind
        STEPS.update(steps)
        _KIND_OF.update(dict.fromkeys(steps, code))
        _TELLERS.append((code, teller))
        return teller

    return register


def kinds_for(user) -> dict[str, Kind]:
    """Those that may have something for this reader."""
    return {code: kind for code, kind in KINDS.items() if kind.is_public or user.is_authenticated}


def events(
    scope: Scope, user, *, size: int, kinds: Sequence[str] = (), before: str = "", only: str = ""
) -> list[Event]:
    """The latest events, newest first, in one statement.

    kinds    those wanted; all when empty
    before   the cursor of an event: those that come after it in the list
    only     the key of the one event that is wanted
    Raises   BadCursor
    """
    place = _place(before) if before else None
    wanted = kinds_for(user).keys() & (kinds or KINDS)
    branches = [
        _branch(told, place, only)[:size]
        for code, teller in _TELLERS
        if code in wanted
        for told in teller(scope, user)
    ]
    if not branches:
        return []
    rows = branches[0].union(*branches[1:], all=True).order_by("-event_moment", "-event_key")[:size]
    return [Event(*row) for row in rows]


def _place(cursor: str) -> tuple[str, str]:
    """The moment and the key in a cursor. Raises BadCursor."""
    found = CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor(cursor)
    try:
        PartialDate(found[1][:10])
    except ValueError:
        raise BadCursor(cursor) from None
    return found[1], found[2]


def _branch(told: Told, place: tuple[str, str] | None, only: str) -> QuerySet:
    """The rows of one step with the columns of all, newest first."""
    about = "" if told.about == "." else f"{told.about}__"
    rows = told.rows.filter(**{f"{told.at}__isnull": False})
    if isinstance(rows.model._meta.get_field(told.at), PartialDateField):  # not what is only planned
        rows = rows.filter(**{f"{told.at}__lte": timezone.localdate().isoformat()})
    moment = _moment(rows.model, told.at)
    columns = {
        "event_moment": moment,
        "event_key": Concat(Cast(F("pk"), TextField()), Value(told.suffix, output_field=TextField())),
        "event_step": Value(told.step, output_field=TextField()),
        "event_title": _text(told.title),
        "event_detail": _text(told.detail),
        "event_note": _text(told.note),
        "event_who": _text(told.who),
        "event_page": _text(told.page),
        "event_about": in_reader_language(f"{about}title") if told.about else NOTHING,
        "event_about_page": _text(f"{about}slug") if told.about else NOTHING,
    }
    if hasattr(rows, "rewrite"):  # of a translated model: it would put the columns into another order
        rows = rows.rewrite(False)
    rows = rows.order_by().annotate(**columns)
    if only:
        rows = rows.filter(pk=only.partition("-")[0], event_key=only)
    if place:
        rows = _after(rows, told.at, *place)
    return rows.order_by(f"-{told.at}", "-pk").values_list(*(f"event_{name}" for name in COLUMNS))


def _after(rows: QuerySet, at: str, moment: str, key: str) -> QuerySet:
    """Those that come after a place in the list; first said of the column itself, for its index."""
    kind = rows.model._meta.get_field(at)
    last = PartialDate(moment[:10]).latest
    if isinstance(kind, DateTimeField):
        tomorrow = last + datetime.timedelta(days=1)
        rows = rows.filter(
            **{f"{at}__lt": datetime.datetime.combine(tomorrow, datetime.time(), datetime.UTC)}
        )
    elif isinstance(kind, DateField):
        rows = rows.filter(**{f"{at}__lte": last})
    return rows.filter(Q(event_moment__lt=moment) | Q(event_moment=moment, event_key__lt=key))


class _Written(Func):
    """A day or a moment as text that sorts."""

    output_field = TextField()


def _moment(model, at: str):
    kind = model._meta.get_field(at)
    if isinstance(kind, DateTimeField):
        pattern = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')"""
        return _Written(F(at), template=pattern)
    if isinstance(kind, DateField):
        return _Written(F(at), template="to_char(%(expressions)s, 'YYYY-MM-DD')")
    return Cast(F(at), CharField())


def _text(value):
    return Coalesce(Cast(F(value), TextField()), NOTHING) if isinstance(value, str) else value


def in_reader_language(path: str):
    """A translated column in the reader's language, else in another."""
    active = get_language() or settings.LANGUAGE_CODE
    codes = dict.fromkeys((active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES))
    columns = (f"{path}_{code.replace('-', '_')}" for code in codes)
    texts = [NullIf(F(column), Value("")) for column in columns]
    return Coalesce(*texts, Value(""), output_field=TextField())


def person(path: str):
    """The name of a user as the portal says it; nothing where nobody did it."""
    name = NullIf(F(f"{path}__name"), Value(""))
    return Coalesce(name, F(f"{path}__email"), Value(""), output_field=TextField())


def of_organisation(organisation: Organisation, user) -> Scope:
    """The scope of a park or a partner: its own business, and the agreements of those that operate it."""
    runs = OrganisationRelation.objects.visible_to(user).filter(
        kind=OrganisationRelation.Kind.OPERATES, other=organisation
    )
    all_of_it = [organisation.pk, *runs.values_list("organisation", flat=True)]
    parties = AgreementParty.objects.visible_to(user).filter(organisation__in=all_of_it)
    ours = Q(pk__in=parties.values("agreement"))
    if user.is_authenticated:
        kept = Agreement.objects.kept_by(user).filter(owner=organisation)
        ours |= Q(pk__in=kept.values("pk"))
    agreements = Agreement.objects.visible_to(user).filter(ours).order_by()
    return Scope([*agreements.values_list("pk", flat=True)], all_of_it, organisation.pk)


def of_agreement(agreement: Agreement) -> Scope:
    return Scope([agreement.pk])


def has_business_with(organisation: str, user) -> Q:
    """That this user may see anything that this organisation keeps: asked once, before its many rows are."""
    if is_curator(user) or not user.is_authenticated:
        return Q()
    here = Organisation.objects.filter(WithinReach("pk", user), pk=organisation)
    given = Share.objects.in_force().filter(WithinReach("receiver", user), owner=organisation)
    return Q(Exists(here)) | Q(Exists(given))
