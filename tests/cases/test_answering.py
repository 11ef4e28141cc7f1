"""The park, the provider and the enterprise talk about a request, and bring it to an end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import operations
from cases.models import Case, Message
from common.errors import RuleBroken
from history.models import Reading
from notifications.kinds import kind_named
from notifications.models import OutboxEvent
from tests.cases.conftest import member_of
from tests.factories import CaseFactory, ListingFactory, MessageFactory, OrganisationFactory, ParkFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(enterprise, park, listing, provider, asker):
    return CaseFactory(
        owner=enterprise, asked_by=asker, park=park, listing=listing, sent_to=provider, provider=provider
    )


@pytest.fixture
def secret(case):
    """The same about an anonymous listing."""
    hidden = ListingFactory(
        kind="opportunity", owner=case.sent_to, provider=None, is_anonymous=True, title_en="A sensor"
    )
    Case.objects.filter(pk=case.pk).update(provider=None, listing=hidden)
    case.refresh_from_db()
    return case


def say_page(case):
    return reverse("cases:case_say", args=[case.pk])


def end_page(case):
    return reverse("cases:case_end", args=[case.pk])


def told_of(kind, case):
    event = OutboxEvent.objects.get(kind=kind)
    return {one.user for one in kind_named(kind).receivers(event, case)}


def test_those_whom_it_concerns_see_it_and_nobody_else(sign_in, case, park, asker, staff, agent, curator):
    above = ParkFactory()
    park.parent = above
    park.save()
    others = [member_of(OrganisationFactory()), member_of(ParkFactory().organisation)]
    allowed = [asker, staff, agent, curator, member_of(above.organisation)]
    for user in (*allowed, *others):
        client = sign_in(user)
        status = client.get(case.get_absolute_url()).status_code
        assert status == (200 if user in allowed else 404), user
        in_lists = [
            case.title in client.get(reverse(f"cases:{name}")).content.decode() for name in ("mine", "queue")
        ]
        assert any(in_lists) == (user in allowed)


def test_who_left_sees_it_no_more(sign_in, case, agent):
    agent.memberships.update(ended_at=timezone.now())
    assert sign_in(agent).get(case.get_absolute_url()).status_code == 404


def test_parks_above_read_and_do_not_write(sign_in, case, park):
    park.parent = ParkFactory()
    park.save()
    client = sign_in(member_of(park.parent.organisation))
    assert "Send the answer" not in client.get(case.get_absolute_url()).content.decode()
    assert client.post(say_page(case), {"message": "Hello"}).status_code == 404
    assert client.post(end_page(case), {"how": "close"}).status_code == 404
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["staff", "agent", "curator"])
def test_an_answer_reaches_the_enterprise(sign_in, case, asker, who, request):
    user = request.getfixturevalue(who)
    client = sign_in(user)
    answer = client.post(say_page(case), {"message": "We can help.", "submission": "a"}, follow=True)
    assert "Your answer is sent." in answer.content.decode()
    client.post(say_page(case), {"message": "We can help.", "submission": "a"})
    case.refresh_from_db()
    assert case.status == "answered"
    assert case.messages.count() == 1
    assert told_of("case.answered", case) == {asker}
    page = Page(sign_in(asker).get(case.get_absolute_url()))
    assert "We can help." in page.section("messages")


def test_more_from_the_enterprise_waits_for_an_answer_again(sign_in, case, asker, staff, agent):
    operations.say(case, "We can help.", staff)
    sign_in(asker).post(say_page(case), {"message": "When?"})
    case.refresh_from_db()
    assert case.status == "submitted"
    assert told_of("case.continued", case) == {staff, agent}


def test_an_empty_message_is_refused_and_the_page_says_so(sign_in, case, staff):
    page = Page(sign_in(staff).post(say_page(case), {"message": "  "}))
    assert "Your message: This field is required." in page.text
    assert not Message.objects.exists()


def test_a_provider_who_is_anonymous_stays_so_until_they_accept(sign_in, secret, asker, staff, agent):
    agent.name = "Mei Lin"
    agent.save()
    client = sign_in(agent)
    client.post(say_page(secret), {"message": "Tell us more."})
    for reader in (asker, staff):
        page = sign_in(reader).get(secret.get_absolute_url()).content.decode()
        assert "Tell us more." in page
        assert "Harbour" not in page and "Mei Lin" not in page
    client.post(say_page(secret), {"message": "It is us.", "names_provider": "on"})
    page = sign_in(asker).get(secret.get_absolute_url()).content.decode()
    assert "Harbour" in page and "Mei Lin" in page


def test_only_the_provider_names_the_provider(sign_in, secret, staff):
    sign_in(staff).post(say_page(secret), {"message": "It is them.", "names_provider": "on"})
    secret.refresh_from_db()
    assert secret.provider is None


def test_it_is_declined_with_a_reason(sign_in, case, asker, staff):
    client = sign_in(staff)
    assert (
        "Why it is declined: This field is required."
        in Page(client.post(end_page(case), {"how": "decline"})).text
    )
    client.post(end_page(case), {"how": "decline", "reason": "We do no patents."})
    case.refresh_from_db()
    assert (case.status, case.reason) == ("declined", "We do no patents.")
    assert told_of("case.declined", case) == {asker}
    event = OutboxEvent.objects.get(kind="case.declined")
    assert kind_named("case.declined").say(event, case).text == "We do no patents."
    assert "We do no patents." in Page(sign_in(asker).get(case.get_absolute_url())).text


@pytest.mark.parametrize(
    "who, how, status",
    [
        ("asker", "withdraw", "withdrawn"),
        ("asker", "close", "closed"),
        ("staff", "close", "closed"),
        ("curator", "close", "closed"),
        ("agent", "close", None),
        ("agent", "withdraw", None),
        ("staff", "withdraw", None),
        ("asker", "decline", None),
    ],
)
def test_each_side_ends_it_in_its_own_ways(sign_in, case, who, how, status, request):
    answer = sign_in(request.getfixturevalue(who)).post(end_page(case), {"how": how, "reason": "No."})
    case.refresh_from_db()
    assert case.status == (status or "submitted")
    assert answer.status_code == (302 if status else 404)


def test_what_is_over_stays_as_it_is(sign_in, case, asker, staff):
    operations.close(case, asker)
    assert "Send the answer" not in sign_in(staff).get(case.get_absolute_url()).content.decode()
    sign_in(staff).post(say_page(case), {"message": "Too late."})
    assert not Message.objects.exists()
    with pytest.raises(RuleBroken):
        operations.withdraw(case, asker)


def test_it_is_noted_that_a_curator_read_it(sign_in, case, curator, staff):
    for user in (curator, staff):
        sign_in(user).get(case.get_absolute_url())
    assert [(one.user, one.record_id) for one in Reading.objects.all()] == [(curator, case.pk)]


@pytest.mark.parametrize("name", ["mine", "queue"])
def test_a_list_costs_the_same_however_long_it_is(sign_in, case, asker, staff, name):
    client = sign_in(asker if name == "mine" else staff)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert client.get(reverse(f"cases:{name}")).status_code == 200
        return len(told)

    queries()
    one = queries()
    for _more in range(3):
        CaseFactory(owner=case.owner, park=case.park, listing=ListingFactory(), sent_to=OrganisationFactory())
    assert queries() == one


def test_a_page_costs_the_same_however_much_was_said(sign_in, case, staff):
    client = sign_in(staff)

    def queries():
        with CaptureQueriesContext(connection) as told:
            client.get(case.get_absolute_url())
        return len(told)

    MessageFactory(case=case)
    queries()
    one = queries()
    for side in ("park", "provider"):
        MessageFactory(case=case, side=side)
    assert queries() == one


def test_curators_see_what_no_park_answers(sign_in, case, curator):
    alone = CaseFactory()
    client = sign_in(curator)
    desk = client.get(reverse("curation:desk")).content.decode()
    assert "/requests/queue/?status=submitted&amp;without_park=true" in desk
    page = Page(client.get("/requests/queue/?status=submitted&without_park=true"))
    assert page.cards == [alone.title]
    assert page.count == "1 result"


def test_states_are_counted_over_what_one_sees(sign_in, case, staff):
    CaseFactory(owner=case.owner, park=case.park, status="answered")
    CaseFactory(status="answered")
    page = Page(sign_in(staff).get(reverse("cases:queue")))
    assert "Waits for an answer 1 Answered 1 Closed 0" in page.text
