"""The log of interactions: who sees what, the quick form, and what may be written there."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations.models import Organisation
from partners import bodies
from partners.models import FollowUp, Interaction, Partner
from tests.factories import (
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    FollowUpFactory,
    IdentifierFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ParkFactory,
    UserFactory,
)
from tests.pages import Page, version_of

LIST, LOG, BODIES = "/interactions/", "/interactions/log/", "/interactions/bodies/"


def member_of(park):
    return MembershipFactory(organisation=park.organisation).user


def filled(**given):
    """What a browser sends of a form that was filled in with the least."""
    today = timezone.now().date().isoformat()
    return {"happened_on": today, "kind": "meeting", "title": "Talked about incubators"} | given


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def member(park):
    return member_of(park)


@pytest.fixture
def staff(member, sign_in):
    return sign_in(member)


def test_each_sees_what_their_parks_logged(park, sign_in):
    below = ParkFactory(parent=park)
    mine = InteractionFactory(owner=below.organisation)
    url = reverse("partners:interaction", args=[mine.pk])
    for user, status in [
        (member_of(below), 200),
        (member_of(park), 200),
        (CuratorFactory(), 200),
        (member_of(ParkFactory()), 404),
        (UserFactory(), 404),
        (None, 302),
    ]:
        client = sign_in(user)
        assert client.get(url).status_code == status
        if user:
            assert (mine.title in client.get(LIST).content.decode()) == (status == 200)


def test_a_draft_is_its_authors_alone(park, member, sign_in):
    draft = InteractionFactory(owner=park.organisation, created_by=member, is_draft=True)
    url = reverse("partners:interaction", args=[draft.pk])
    statuses = [sign_in(user).get(url).status_code for user in (member, member_of(park), CuratorFactory())]
    assert statuses == [200, 404, 404]


def test_a_draft_is_completed_by_its_author(park, member, sign_in):
    draft = InteractionFactory(owner=park.organisation, created_by=member, is_draft=True, title="")
    url = reverse("partners:interaction_change", args=[draft.pk])
    client, colleague = sign_in(member), member_of(park)
    body = OrganisationFactory()
    assert sign_in(colleague).post(url, filled(partner=body.pk)).status_code == 404
    assert client.post(url, filled(partner=body.pk, title="")).status_code == 200
    draft.refresh_from_db()
    assert draft.is_draft
    client.post(url, filled(partner=body.pk, title="Talk", version=version_of(client.get(url))))
    draft.refresh_from_db()
    assert (draft.is_draft, draft.title, draft.created_by) == (False, "Talk", member)
    shown = sign_in(colleague).get(reverse("partners:interaction", args=[draft.pk]))
    assert shown.status_code == 200


def test_only_members_of_the_park_itself_write(park, sign_in):
    below = ParkFactory(parent=park)
    logged = InteractionFactory(owner=below.organisation)
    task = FollowUpFactory(owner=below.organisation, interaction=logged)
    addresses = [
        reverse("partners:interaction_change", args=[logged.pk]),
        reverse("partners:interaction_delete", args=[logged.pk]),
        reverse("partners:follow_up", args=[task.pk]),
    ]
    for user in (member_of(park), CuratorFactory(), UserFactory()):
        assert [sign_in(user).post(address, filled()).status_code for address in addresses] == [404] * 3
    assert Interaction.objects.filter(pk=logged.pk, title=logged.title).exists()
    task.refresh_from_db()
    assert task.done_at is None


def test_the_list_costs_the_same_however_long(park, staff):
    def asked():
        with connection.execute_wrapper(counting := Counting()):
            assert staff.get(LIST).status_code == 200
        return counting.number

    for _number in range(2):
        InteractionPartnerFactory(interaction__owner=park.organisation)
    few = asked()
    for _number in range(8):
        InteractionPartnerFactory(interaction__owner=park.organisation)
    assert asked() == few


class Counting:
    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_the_list_is_narrowed_down(park, member, staff):
    tie = InteractionPartnerFactory(
        interaction__owner=park.organisation,
        interaction__title="Visit to the laboratory",
        interaction__kind="visit",
        interaction__created_by=member,
        interaction__happened_on=datetime.date(2025, 5, 6),
    )
    InteractionFactory(owner=park.organisation, title="Something else")
    for query in (
        "q=laboratory",
        f"q={tie.organisation.name.replace(' ', '+')}",
        "kind=visit",
        f"partner={tie.organisation.slug}",
        "before=2025-12-31",
        "after=2025-01-01&before=2025-05-06",
        "mine=true",
    ):
        assert Page(staff.get(f"{LIST}?{query}")).cards == ["Visit to the laboratory"], query


def test_the_newest_comes_first_and_pages_follow(park, staff):
    for day in range(1, 29):
        InteractionFactory(
            owner=park.organisation, title=f"Day {day:02}", happened_on=datetime.date(2026, 1, day)
        )
    page = Page(staff.get(LIST))
    assert page.cards[0] == "Day 28" and len(page.cards) == 25
    onward = next(link for link in page.links if "cursor=" in link)
    assert Page(staff.get(onward)).cards == ["Day 03", "Day 02", "Day 01"]


def test_a_cursor_made_by_hand_is_refused(park, staff):
    InteractionFactory(owner=park.organisation)
    cursor = "WzAsIi1oYXBwZW5lZF9vbiIsIm5vIGRhdGUiLCJ4Il0"  # [0,"-happened_on","no date","x"]
    assert staff.get(LIST, {"cursor": cursor}).status_code == 400


def test_an_alias_in_any_case_names_the_partner(park, member, staff):
    body = OrganisationNameFactory(text="清华大学").organisation
    answer = staff.post(LOG, filled(partners=f"清华大学\n{body.name.upper()}"))
    logged = Interaction.objects.get()
    assert answer.url == reverse("partners:interaction", args=[logged.pk])
    assert list(logged.partners.all()) == [body]
    assert (logged.owner, logged.created_by) == (park.organisation, member)


def test_a_name_that_is_only_alike_is_asked_about(staff):
    body = OrganisationFactory(name_en="University of Ruritania")
    page = staff.post(LOG, filled(partners="Univercity of Ruritania"))
    assert f'value="{body.pk}"' in page.content.decode()
    assert not Interaction.objects.exists()
    staff.post(LOG, filled(partners="Univercity of Ruritania") | {"meant:Univercity of Ruritania": body.pk})
    assert list(Interaction.objects.get().partners.all()) == [body]


def test_a_new_body_is_created_unpublished(staff, member):
    name = "Sylvanian Academy"
    answers = {f"meant:{name}": "new", f"kind:{name}": "research"}
    staff.post(LOG, filled(partners=name) | answers)
    body = Interaction.objects.get().partners.get()
    assert (body.name_en, body.kind, body.is_published) == (name, Organisation.Kind.RESEARCH, False)
    assert (body.partner.kind, body.partner.is_published) == (Partner.Kind.RESEARCH, False)
    assert bodies.exactly("sylvanian academy", member) == [body]
    assert bodies.exactly("sylvanian academy", UserFactory()) == []


@pytest.mark.parametrize("kind", ["", "planet"])
def test_a_new_body_without_a_kind_is_asked_about_again(staff, kind):
    page = staff.post(LOG, filled(partners="X") | {"meant:X": "new", "kind:X": kind})
    assert page.status_code == 200
    assert not Interaction.objects.exists()


def test_hidden_bodies_are_neither_found_nor_picked(staff):
    hidden = OrganisationFactory(name_en="Kanarium", is_published=False)
    assert "Kanarium" not in staff.get(BODIES, {"q": "kana"}).content.decode()
    assert staff.post(LOG, filled(partner=hidden.pk)).status_code == 200
    page = staff.post(LOG, filled(partners="Kanariun"))
    assert hidden.pk not in page.content.decode()
    assert not Interaction.objects.exists()


def test_all_that_is_folded_away_is_kept(park, member, staff):
    contact = ContactFactory(owner=park.organisation, name="Ana Lima")
    body = OrganisationFactory()
    due = datetime.date(2030, 1, 2)
    staff.post(
        LOG,
        filled(
            partner=body.pk,
            started_at="09:30",
            time_zone="Asia/Shanghai",
            place="Beijing",
            notes="Line one\nLine two",
            outcome="next_step",
            ours=str(member),
            theirs="ana lima\nAna Lima\nSomebody New",
            follow_up="Send the draft",
            follow_up_due=due.isoformat(),
        ),
    )
    logged = Interaction.objects.get()
    assert (logged.place, logged.time_zone, logged.outcome) == ("Beijing", "Asia/Shanghai", "next_step")
    assert list(logged.attendees.filter(side="ours").values_list("user", flat=True)) == [member.pk]
    theirs = set(logged.attendees.filter(side="theirs").values_list("contact", "name"))
    assert theirs == {(contact.pk, ""), (None, "Somebody New")}
    task = FollowUp.objects.get()
    assert (task.text, task.due_on, task.assignee, task.owner) == (
        "Send the draft",
        due,
        member,
        park.organisation,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"partners": "", "partner": ""},
        {"happened_on": "2999-01-01"},
        {"time_zone": "Asia/Atlantis"},
        {"follow_up": "Call them"},
        {"follow_up_due": "2030-01-01"},
        {"title": "nul\0"},
        {"partner": "nul\0"},
        {"follow_up_who": "1", "follow_up": "x", "follow_up_due": "2030-01-01"},
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(staff, wrong):
    body = OrganisationFactory()
    UserFactory(pk=1)
    page = staff.post(LOG, filled(partner=body.pk, place="Half-typed") | wrong)
    assert page.status_code == 200
    assert "Half-typed" in page.content.decode()
    assert not Interaction.objects.exists()


def test_somebody_of_two_parks_says_for_which(park, member, staff):
    other = ParkFactory()
    MembershipFactory(user=member, organisation=other.organisation)
    body, stranger = OrganisationFactory(), ParkFactory()
    for owner in ("", stranger.organisation.pk):
        assert staff.post(LOG, filled(partner=body.pk, owner=owner)).status_code == 200
    staff.post(LOG, filled(partner=body.pk, owner=other.organisation.pk))
    assert Interaction.objects.get().owner == other.organisation


@pytest.mark.django_db
def test_who_is_in_no_park_cannot_log(sign_in):
    client = sign_in(MembershipFactory().user)  # of an organisation that is no park
    body = OrganisationFactory()
    assert client.get(LOG).status_code == 200
    client.post(LOG, filled(partner=body.pk))
    assert not Interaction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sent_ten_times_at_once_it_is_one_row(park, member):
    def send(_number):
        client = Client()
        client.force_login(member)
        try:
            return client.post(LOG, sent).url
        finally:
            connection.close()

    sent = filled(partners="Brand New", submission="once", follow_up="Write", follow_up_due="2030-01-01")
    sent |= {"meant:Brand New": "new", "kind:Brand New": "media"}
    with ThreadPoolExecutor(10) as pool:
        addresses = set(pool.map(send, range(10)))
    logged = Interaction.objects.get()
    assert addresses == {reverse("partners:interaction", args=[logged.pk])}
    assert FollowUp.objects.count() == Partner.objects.count() == 1


def test_changing_keeps_the_rest(park, staff):
    tie = InteractionPartnerFactory(interaction__owner=park.organisation)
    logged = tie.interaction
    AttendeeFactory(interaction=logged, name="Ana Lima")
    task = FollowUpFactory(owner=park.organisation, interaction=logged)
    url = reverse("partners:interaction_change", args=[logged.pk])
    page = staff.get(url)
    form = page.content.decode()
    assert "Ana Lima" in form and tie.organisation.pk in form
    other = OrganisationFactory()
    staff.post(url, filled(partner=other.pk, theirs="Ana Lima", title="Corrected", version=version_of(page)))
    logged.refresh_from_db()
    assert logged.title == "Corrected"
    assert list(logged.partners.all()) == [other]
    assert [one.name for one in logged.attendees.all()] == ["Ana Lima"]
    assert list(logged.follow_ups.all()) == [task]


def test_deleting_asks_first(park, staff):
    logged = FollowUpFactory(
        owner=park.organisation, interaction=InteractionFactory(owner=park.organisation)
    ).interaction
    url = reverse("partners:interaction_delete", args=[logged.pk])
    assert staff.get(url).status_code == 200
    assert Interaction.objects.exists()
    assert staff.post(url).url == LIST
    assert not Interaction.objects.exists() and not FollowUp.objects.exists()


def test_a_follow_up_is_done_and_undone(park, member, staff):
    logged = InteractionFactory(owner=park.organisation)
    task = FollowUpFactory(owner=park.organisation, interaction=logged)
    url = reverse("partners:follow_up", args=[task.pk])
    assert staff.post(url, {"done": "1"}).url == reverse("partners:interaction", args=[logged.pk])
    task.refresh_from_db()
    assert task.done_at and task.done_by == member
    first = task.done_at
    staff.post(url, {"done": "1"})
    task.refresh_from_db()
    assert task.done_at == first
    staff.post(url)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)


def test_nobody_is_sent_elsewhere_after_a_follow_up(park, staff):
    task = FollowUpFactory(owner=park.organisation)
    answer = staff.post(reverse("partners:follow_up", args=[task.pk]), {"next": "https://evil.example/"})
    assert answer.url == LIST


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">here</a>',
        '<p style="position:fixed" onclick="alert(1)">here</p>',
    ],
)
def test_notes_do_nothing(park, staff, hostile):
    body = OrganisationFactory()
    staff.post(LOG, filled(partner=body.pk, notes=f"Said <b>yes</b> {hostile}", title=hostile))
    logged = Interaction.objects.get()
    Interaction.objects.filter(pk=logged.pk).update(notes=f"Said <b>yes</b> {hostile}")  # as by another door
    page = staff.get(reverse("partners:interaction", args=[logged.pk])).content.decode()
    assert "<b>yes</b>" in page
    for danger in ("<script>alert", "<img", 'javascript:alert(1)"', 'style="pos', 'onclick="alert'):
        assert danger not in page


def test_plain_notes_keep_their_lines_and_signs(park, staff):
    logged = InteractionFactory(owner=park.organisation, notes="2 < 3 & so on\nnext")
    page = staff.get(reverse("partners:interaction", args=[logged.pk])).content.decode()
    assert "2 &lt; 3 &amp; so on<br>next" in page


def test_bodies_are_found_by_every_name_in_one_statement(member, staff):
    body = OrganisationFactory(name_en="Ruritanian Institute", name_zh_hans="卢里塔尼亚研究所")
    OrganisationNameFactory(organisation=body, text="RITX", kind="acronym")
    OrganisationNameFactory(organisation=body, text="معهد روريتانيا")
    IdentifierFactory(organisation=body, scheme="wikidata", value="Q4242424")
    for text in ("ritx", "塔尼亚", "روريتانيا", "Q424242", "institute rur", body.slug):
        assert f'data-pk="{body.pk}"' in staff.get(BODIES, {"q": text}).content.decode(), text
    with connection.execute_wrapper(counting := Counting()):
        assert list(bodies.find("ritx", member)) == [body]
    assert counting.number == 1


def test_hostile_text_is_only_text(staff):
    for text in ("%", "_", "'; --", "<script>", "\\", "a" * 5000):
        page = staff.get(BODIES, {"q": text})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode()
        assert staff.post(LOG, filled(partners=text)).status_code == 200
