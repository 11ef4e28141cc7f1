"""A desk that lives, for who tries the portal: what a park would have logged, kept and agreed in a year.

All of it is made up and marked so. Its days are counted from the day on which it is made. Real partners
appear only as those whom an example names; agreements are with bodies that do not exist.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from common.dates import PartialDate
from organisations.models import Organisation

from .models import (
    Agreement,
    Contact,
    Due,
    FollowUp,
    Interaction,
    Move,
    Obligation,
    Partner,
    Share,
)
from .operations import agreements, drafting, lead_times, shares
from .operations.contacts import add_contact
from .operations.interactions import ORGANISATION_KINDS, NextStep, Present, log_interaction
from .operations.obligations import work_out_dues

COLLEAGUE = "colleague@demo.parkway.example"
Kind, Outcome, State = Interaction.Kind, Interaction.Outcome, Due.State


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    at: str
    title: str
    languages: tuple[str, ...] = ("en",)
    native_name: str = ""
    do_not_contact: bool = False


@dataclass(frozen=True)
class Step:
    """days from the first day; whose it is: "me", "colleague" or nobody's."""

    text: str
    days: int
    whose: str = "me"
    is_done: bool = False


@dataclass(frozen=True)
class Talk:
    """ago, days before the first day; people, keys of persons; agreement, key of one of the examples."""

    ago: int
    kind: str
    title: str
    partners: tuple[str, ...]
    notes: str = ""
    outcome: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    by: str = "me"
    agreement: str = ""
    steps: tuple[Step, ...] = ()


BODIES = (
    ("example-institute", "Example Institute of Technology", "示例理工学院", Partner.Kind.UNIVERSITY, "NL"),
    ("example-ventures", "Example Ventures", "示例创投", Partner.Kind.INVESTOR, "SG"),
    ("example-agency", "Example Innovation Agency", "示例创新署", Partner.Kind.GOVERNMENT, "MY"),
)
PERSONS = (
    Person("a", "Example Person A", "nust-pakistan", "Example: head of a technology park", ("en", "ur")),
    Person(
        "b", "Example Person B", "thailand-national-bureau-of-innovation", "Example: adviser", ("en", "th")
    ),
    Person("c", "Example Person C", "british-university-in-egypt", "Example: dean", ("en", "ar")),
    Person("d", "Example Person D", "example-institute", "Director of partnerships", ("en", "nl")),
    Person("e", "Example Person E", "example-ventures", "Partner", ("en", "zh-Hans"), "示例人物戊"),
    Person("f", "Example Person F", "arm", "Example: programme manager", do_not_contact=True),
    Person("g", "Example Person G", "example-agency", "Desk officer", ("en", "ms")),
)
TALKS = (
    Talk(
        440,
        Kind.VISIT,
        "Example: Delegation of the Example Institute visits the incubator",
        ("example-institute",),
        "They saw the shared laboratories and asked for a draft of an agreement.",
        Outcome.NEXT_STEP,
        "Beijing",
        ("d",),
        agreement="institute",
    ),
    Talk(
        425,
        Kind.SIGNING,
        "Example: Signing with the Example Institute of Technology",
        ("example-institute",),
        "",
        Outcome.AGREED,
        "Beijing",
        ("d",),
        agreement="institute",
    ),
    Talk(
        300,
        Kind.EVENT,
        "Example: Round table on incubators in the region",
        ("iasp", "example-agency"),
        "Five parks compared how they host young companies from abroad.",
        Outcome.OPEN,
        "Kuala Lumpur",
        ("g",),
        by="colleague",
    ),
    Talk(
        215,
        Kind.CALL,
        "示例：与高校讨论联合培养与实习安排",
        ("tsinghua-university",),
        "商定先以一个学期试行，名额与导师由双方各自确认。",
        Outcome.NEXT_STEP,
    ),
    Talk(
        160,
        Kind.MEETING,
        "Example: What a soft-landing desk needs",
        ("british-university-in-egypt",),
        "Office, visa letters, a bank account, and one person who answers.",
        Outcome.NEXT_STEP,
        "Online",
        ("c",),
        steps=(Step("Example: send the checklist of the soft-landing desk", -140, is_done=True),),
    ),
    Talk(
        96,
        Kind.MEETING,
        "Example: Half-year review with the Example Institute",
        ("example-institute",),
        "Two seminars were held, one was missed. Both sides want to renew.",
        Outcome.AGREED,
        "Online",
        ("d",),
        by="colleague",
        agreement="institute",
        steps=(Step("Example: write a proposal for the renewal", 12),),
    ),
    Talk(
        58,
        Kind.CALL,
        "Example: Licence questions of a chip start-up",
        ("arm",),
        "",
        Outcome.DECLINED,
        people=("f",),
    ),
    Talk(
        33,
        Kind.MEETING,
        "Example: First talk about a joint incubator",
        ("example-ventures",),
        "<p>They would bring:</p><ul><li>seed money for four teams a year</li><li>two mentors</li></ul>",
        Outcome.NEXT_STEP,
        "Singapore",
        ("e",),
        agreement="ventures",
        steps=(
            Step("Example: ask our lawyers about the share of the seed fund", -6),
            Step("Example: send the floor plan", -20, "colleague", is_done=True),
        ),
    ),
    Talk(
        17,
        Kind.MESSAGE,
        "Example: Programme of the delegation in spring",
        ("thailand-national-bureau-of-innovation",),
        "They ask for two days at the park and one with companies.",
        Outcome.NEXT_STEP,
        people=("b",),
        steps=(Step("Example: propose dates for the delegation", 3),),
    ),
    Talk(
        6,
        Kind.VISIT,
        "Example: Visit of the laboratory for new materials",
        ("nust-pakistan",),
        "They look for a partner for a test line.",
        Outcome.NEXT_STEP,
        "Islamabad",
        ("a",),
        by="colleague",
        steps=(Step("Example: find three companies for the test line", 9),),
    ),
    Talk(
        2,
        Kind.CALL,
        "Example: Terms of the joint incubator",
        ("example-ventures",),
        "The duration is open: they want three years, we said five.",
        Outcome.OPEN,
        people=("e",),
        by="colleague",
        agreement="ventures",
    ),
    Talk(
        1,
        Kind.MEETING,
        "Example: Plans for next year",
        ("nust-pakistan", "iasp"),
        "A workshop for managers of incubators, perhaps in autumn.",
        Outcome.NEXT_STEP,
        "Online",
        ("a",),
        steps=(Step("Example: share the minutes", 0),),
    ),
)


@transaction.atomic
def create_workspace(email: str, slug: str, today: datetime.date | None = None) -> None:
    """Fill the workspace of a park for one of its members; once, as it does not look at what is there.

    email   of a member of the park
    slug    of the park
    """
    park, me = Organisation.objects.get(slug=slug), User.objects.get(email=email)
    _Workspace(park, me, today or timezone.localdate()).fill()


class _Workspace:
    def __init__(self, park: Organisation, me: User, today: datetime.date):
        self.park, self.today = park, today
        self.users = {"me": me, "colleague": _colleague(park)}
        self.bodies = {key: _body(key, *rest) for key, *rest in BODIES}
        self.contacts: dict[str, Contact] = {}
        self.agreements: dict[str, Agreement] = {}

    def fill(self) -> None:
        for person in PERSONS:
            self._keep(person)
        lead_times.set_lead_times(self.park, [90, 30, 7], 6, by=self.users["me"])
        self._agree()
        for talk in TALKS:
            self._log(talk)
        self._leave_draft()
        shares.give_share(
            Share(
                owner=self.park,
                receiver=Organisation.objects.get(slug="innospring"),
                partner=self._organisation("nust-pakistan"),
                starts_on=self._day(-20),
                ends_on=self._day(345),
            ),
            by=self.users["me"],
        )

    def _day(self, days: int) -> datetime.date:
        return self.today + datetime.timedelta(days=days)

    def _moment(self, days: int) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self._day(days), datetime.time(9, 30)))

    def _organisation(self, slug: str) -> Organisation:
        return self.bodies.get(slug) or Organisation.objects.get(slug=slug)

    def _keep(self, person: Person) -> None:
        contact = Contact(
            owner=self.park,
            name=person.name,
            native_name=person.native_name,
            email=f"person-{person.key}@demo.parkway.example",
            languages=list(person.languages),
            consent=Contact.Consent.GIVEN,
            consent_on=self._day(-200),
            consent_source="Example: asked at the first meeting",
            do_not_contact=person.do_not_contact,
            do_not_contact_reason="Example: asked us not to" if person.do_not_contact else "",
            is_example=True,
        )
        at = self._organisation(person.at)
        self.contacts[person.key] = add_contact(contact, by=self.users["me"], at=at, title=person.title)

    def _log(self, talk: Talk) -> None:
        by = self.users[talk.by]
        interaction = Interaction(
            owner=self.park,
            kind=talk.kind,
            title=talk.title,
            notes=talk.notes,
            outcome=talk.outcome,
            place=talk.place,
            happened_on=self._day(-talk.ago),
            agreement=self.agreements.get(talk.agreement),
            is_example=True,
        )
        log_interaction(
            interaction,
            by=by,
            partners=[self._organisation(slug) for slug in talk.partners],
            present=Present([str(by)], [self.contacts[key].name for key in talk.people]),
            next_steps=[NextStep(s.text, self._day(s.days), self.users.get(s.whose)) for s in talk.steps],
        )
        _set(interaction, created_at=self._moment(-talk.ago), updated_at=self._moment(-talk.ago))
        for step in talk.steps:
            if step.is_done:
                done = FollowUp.objects.filter(interaction=interaction, text=step.text)
                done.update(done_at=self._moment(step.days), done_by=self.users[step.whose])

    def _leave_draft(self) -> None:
        draft = Interaction.objects.create(
            owner=self.park,
            created_by=self.users["me"],
            is_draft=True,
            origin=Interaction.Origin.CALENDAR,
            external_id="invitation-1@demo.parkway.example",
            kind=Kind.MEETING,
            title="Example: Invitation to talk about the workshop in autumn",
            happened_on=self._day(2),
            started_at=datetime.time(10),
            time_zone="Asia/Shanghai",
            is_example=True,
        )
        draft.partners.set([self._organisation("iasp")])

    def _agree(self) -> None:
        kinds = Agreement.Kind
        institute = self._draft(
            "institute",
            "example-institute",
            kinds.COMPREHENSIVE,
            ("Example: Cooperation on laboratories and incubation", "示例：实验室与孵化合作协议"),
            (
                "Shared laboratories, seminars, and places for start-ups.",
                "共享实验室、研讨会与创业团队席位。",
            ),
            starts_on=self._partial(-425),
            ends_on=self._partial(45),
        )
        agency = self._draft(
            "agency",
            "example-agency",
            kinds.MOU,
            ("Example: Exchange of managers of incubators", "示例：孵化器管理人员交流备忘录"),
            ("One manager a year goes for three months.", "每年互派一名管理人员，为期三个月。"),
        )
        ventures = self._draft(
            "ventures",
            "example-ventures",
            kinds.PARTNERSHIP,
            ("Example: A joint incubator", "示例：共建孵化器合作协议"),
            ("Four teams a year, with seed money and mentors.", "每年四支团队，配种子资金与导师。"),
        )
        agreements.move(ventures, Agreement.Status.NEGOTIATING, by=self.users["me"])
        self._date(ventures, 30)
        self._bring_into_force(institute, 425)
        self._bring_into_force(agency, 290)
        self._owe(institute)

    def _draft(self, key, partner, kind, titles, summaries, **dates) -> Agreement:
        agreement = Agreement(owner=self.park, kind=kind, is_example=True, **dates)
        agreement.title_en, agreement.title_zh_hans = titles
        agreement.summary_en, agreement.summary_zh_hans = summaries
        parts = [drafting.Part(self.park), drafting.Part(self.bodies[partner])]
        self.agreements[key] = drafting.draft(agreement, by=self.users["me"], parts=parts)
        return self.agreements[key]

    def _partial(self, days: int) -> PartialDate:
        return PartialDate(self._day(days).isoformat())

    def _bring_into_force(self, agreement: Agreement, ago: int) -> None:
        me = self.users["me"]
        agreements.move(agreement, Agreement.Status.NEGOTIATING, by=me)
        agreements.make_final(agreement, by=me)
        for party in agreement.parties.all():
            agreements.sign(agreement, party, None, self._day(-ago), by=me)
        agreement.refresh_from_db()
        agreements.follow_dates(agreement, self._day(-ago))
        self._date(agreement, ago)
        if agreements.follow_dates(agreement, self.today):
            self._date_last(agreement, -45)

    def _date(self, agreement: Agreement, ago: int) -> None:
        """Let the life so far have begun two weeks before this day."""
        moves = list(Move.objects.filter(agreement=agreement).order_by("at", "pk"))
        for number, move in enumerate(moves):
            before = 14 - 14 * number // max(len(moves) - 1, 1)
            _set(move, at=self._moment(-ago - before))
        _set(agreement, created_at=self._moment(-ago - 21))

    def _date_last(self, agreement: Agreement, days: int) -> None:
        _set(Move.objects.filter(agreement=agreement).latest("at"), at=self._moment(days))

    def _owe(self, agreement: Agreement) -> None:
        ours, theirs = (party.organisation for party in agreement.parties.select_related("organisation"))
        seminar = self._obligation(agreement, ours, "Example: hold a joint seminar", -340, "quarterly")
        self._obligation(agreement, theirs, "Example: report on the shared laboratories", 6, "once")
        settled = (
            (State.DONE, "Example: programme and list of those who came"),
            (State.DONE, "Example: recording and slides"),
            (State.MISSED, ""),
            (State.DONE, "Example: programme and photos"),
        )
        for due, (state, evidence) in zip(seminar.dues.order_by("due_on"), settled, strict=False):
            if due.due_on < self.today:
                at = timezone.make_aware(datetime.datetime.combine(due.due_on, datetime.time(9)))
                by = self.users["me"] if evidence else None
                _set(due, state=state, evidence=evidence, settled_at=at, settled_by=by)

    def _obligation(self, agreement, debtor, text, days, rhythm) -> Obligation:
        obligation = Obligation.objects.create(
            agreement=agreement,
            debtor=debtor,
            text=text,
            first_due_on=self._day(days),
            rhythm=Obligation.Rhythm(rhythm),
        )
        obligation.created_at = self._moment(-425)
        _set(obligation, created_at=obligation.created_at)
        work_out_dues(obligation, self.today)
        return obligation


def _colleague(park: Organisation) -> User:
    """Somebody else of the park, who does not sign in."""
    colleague = User.objects.filter(email=COLLEAGUE).first()
    if colleague is None:
        colleague = User.objects.create_user(COLLEAGUE, None, name="Demo colleague")
    Membership.objects.get_or_create(
        user=colleague, organisation=park, ended_at=None, defaults={"role": Membership.Role.EDITOR}
    )
    return colleague


def _body(slug: str, name: str, chinese: str, kind: str, country: str) -> Organisation:
    body = Organisation.objects.create(
        slug=slug,
        name_en=name,
        name_zh_hans=chinese,
        kind=ORGANISATION_KINDS[Partner.Kind(kind)],
        country=country,
        is_published=False,
        is_example=True,
    )
    Partner.objects.create(organisation=body, kind=kind, is_published=False, is_example=True)
    return body


def _set(row: Any, **values) -> None:
    """Without `save`: some of these are moments that the row takes from the clock."""
    type(row).objects.filter(pk=row.pk).update(**values)
