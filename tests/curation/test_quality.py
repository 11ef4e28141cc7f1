import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from common.changes import changed
from curation import tasks
from curation.models import Quality
from curation.quality.scoring import forget_gone, judged, score
from organisations.models import Identifier, Organisation
from partners.models import Contact
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DuplicateFactory,
    IdentifierFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DESK, LIST = "/curation/", "/curation/quality/"


def of(record):
    return Quality.objects.get(pk=record.pk)


def bare(**more):
    return OrganisationFactory(name_en="Zephyr", name_zh_hans="", country="", **more)


@pytest.fixture
def member():
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory())
    return user


def park_of(user):
    return user.memberships.get().organisation


def test_a_record_has_points_for_what_it_has_and_says_what_is_missing():
    empty = bare(summary_en="", website="", city_en="", latitude=None, longitude=None)
    full = OrganisationFactory(
        name_en="Zephyr",
        name_zh_hans="西风",
        country="FR",
        summary_en="Wind.",
        website="https://example.org",
        city_en="Nice",
        latitude=1,
        longitude=2,
    )
    IdentifierFactory(organisation=full)
    score(Organisation)
    assert (of(empty).score, of(full).score) == (0, 100)
    assert of(full).missing == []
    assert of(empty).missing == ["names", "country", "summary", "website", "identifier", "city", "place"]


@pytest.mark.parametrize("kind", sorted(judged()))
def test_every_judged_kind_can_be_scored(kind):
    assert score(judged()[kind]) == []


def test_only_what_is_different_is_written_again():
    body = bare()
    assert score(Organisation) == [body.pk]
    assert score(Organisation) == []


def test_a_change_that_is_told_is_scored_at_once_also_of_a_part():
    body = bare()
    changed([body])
    before = of(body).score
    identifier = IdentifierFactory(organisation=body)
    changed([identifier])
    assert of(body).score > before
    assert of(body).improved_at
    Identifier.objects.all().delete()
    Organisation.objects.filter(pk=body.pk).delete()
    changed([body])
    assert not Quality.objects.filter(pk=body.pk).exists()


def test_a_change_that_nobody_told_of_is_scored_soon():
    contact = ContactFactory()
    tasks.settle_quality()
    assert of(contact).owner == contact.owner_id
    Contact.objects.filter(pk=contact.pk).update(erased_at=timezone.now())
    tasks.settle_quality()
    assert not Quality.objects.filter(pk=contact.pk).exists()


def test_scores_of_records_that_are_gone_go_with_them():
    body, other = bare(), OrganisationFactory()
    tasks.score_all()
    gone = body.pk
    body.delete()
    assert forget_gone(Organisation) == 1
    assert not Quality.objects.filter(pk=gone).exists()
    assert of(other)


def test_the_repair_tells_of_which_records_the_scores_were_wrong(capsys):
    body = bare()
    call_command("repair_quality")
    assert body.pk in capsys.readouterr().out
    Quality.objects.filter(pk=body.pk).update(score=99)
    call_command("repair_quality")
    assert body.pk in capsys.readouterr().out
    call_command("repair_quality")
    assert body.pk not in capsys.readouterr().out


def make_stale(body):
    long_ago = timezone.now() - datetime.timedelta(days=1000)
    type(body).objects.filter(pk=body.pk).update(updated_at=long_ago)
    score(type(body))


def test_a_curator_says_that_a_stale_record_is_still_right(client, curator):
    body = bare()
    make_stale(body)
    client.force_login(curator)
    assert body.name_en in client.get(f"{LIST}?state=stale").content.decode()
    answer = client.post(f"{LIST}{body.pk}/still-right/", {"back": "state=stale&next=evil"})
    assert answer.url == f"{LIST}{body.pk}/?state=stale"
    kept = of(body)
    assert (kept.confirmed_by, kept.fresh_until > timezone.now()) == (curator, True)
    assert body.name_en not in client.get(f"{LIST}?state=stale").content.decode()
    score(Organisation)
    assert of(body).fresh_until == kept.fresh_until


def test_members_work_on_what_their_park_keeps_and_on_nothing_else(client, member):
    own, foreign = ContactFactory(owner=park_of(member)), ContactFactory()
    body = bare()
    tasks.score_all()
    client.force_login(member)
    listed = client.get(LIST).content.decode()
    assert own.pk in listed
    assert foreign.pk not in listed and body.pk not in listed
    assert client.post(f"{LIST}{own.pk}/still-right/").status_code == 302
    for hidden in (foreign, body):
        assert client.get(f"{LIST}{hidden.pk}/").status_code == 404
        assert client.post(f"{LIST}{hidden.pk}/still-right/").status_code == 404
        assert of(hidden).confirmed_at is None


def test_curators_do_not_see_the_contacts_of_parks(client, curator):
    contact = ContactFactory()
    tasks.score_all()
    client.force_login(curator)
    assert contact.pk not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{contact.pk}/").status_code == 404


def test_the_numbers_of_the_desk_are_those_of_their_lists(client, curator):
    bare(), AgreementFactory()
    DuplicateFactory()
    tasks.score_all()
    client.force_login(curator)
    page = client.get(DESK)
    addresses = [tile for tile in page.context["tiles"] if tile["url"].startswith("/")]
    addresses += [
        {"value": cell["count"], "url": cell["url"]}
        for line in page.context["kinds"]
        for cell in line["cells"]
        if cell["url"]
    ]
    assert len(addresses) > 5
    for one in addresses:
        assert client.get(one["url"]).context["count"] == one["value"], one
    assert page.context["tiles"][0]["value"] > 0


def test_next_leads_through_the_list_and_begins_again(client, curator):
    bodies = [bare() for _number in range(3)]
    score(Organisation, Organisation.objects.filter(pk__in=[one.pk for one in bodies]))
    client.force_login(curator)
    here, seen = f"{LIST}{bodies[0].pk}/?state=incomplete", []
    for _step in range(3):
        page = client.get(here)
        seen.append(page.context["told"].record.pk)
        here = page.context["next_url"]
    assert sorted(seen) == sorted(one.pk for one in bodies)
    assert f"{bodies[0].pk}" in here


def test_the_page_of_a_record_tells_what_to_fix_to_who_keeps_it_alone(client, curator):
    body = bare()
    score(Organisation)
    address = body.get_absolute_url()
    to_do = "Add the country."
    assert to_do not in client.get(address).content.decode()
    client.force_login(UserFactory())
    assert to_do not in client.get(address).content.decode()
    client.force_login(curator)
    told = client.get(address).content.decode()
    assert to_do in told
    assert f"/admin/organisations/organisation/{body.pk}/change/#id_country" in told
    form = client.get(f"/admin/organisations/organisation/{body.pk}/change/").content.decode()
    assert to_do in form
    assert 'id="id_country"' in form and 'id="identifiers-group"' in form


def test_a_curator_reaches_all_work_by_clicks(client, curator):
    client.force_login(curator)
    assert 'href="/curation/"' in client.get("/").content.decode()
    page = client.get(DESK).content.decode()
    lists = [f"/curation/{name}/" for name in ("quality", "duplicates", "imports", "batches")]
    for address in [*lists, "/curation/duplicates/contacts/"]:
        assert f'href="{address}"' in page
    start = client.get("/admin/").content.decode()
    for address in lists:
        assert f'href="{address}"' in start


def test_the_desk_of_a_member_counts_what_the_own_park_keeps(client, member):
    ContactFactory(owner=park_of(member), email="", phone="")
    ContactFactory(email="", phone="")
    tasks.score_all()
    client.force_login(member)
    page = client.get("/desk/").content.decode()
    assert "/curation/quality/?state=incomplete" in page
    assert client.get("/curation/quality/?state=incomplete").context["count"] == 1


@pytest.mark.slow
def test_list_and_desk_cost_the_same_however_many(client, curator, django_assert_max_num_queries):
    client.force_login(curator)
    for count in (1, 5):
        for _number in range(count):
            bare()
        score(Organisation)
        with django_assert_max_num_queries(9):
            client.get(f"{LIST}?kind=organisations.organisation")
        with django_assert_max_num_queries(16):
            client.get(DESK)
