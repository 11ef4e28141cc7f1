"""The timeline as JSON: the rows of the page, by the same rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.models import Reading
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    CuratorFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    MilestoneFactory,
    ParkFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def nust():
    return PartnerFactory(organisation__slug="nust").organisation


@pytest.fixture
def staff(park, sign_in):
    return sign_in(MembershipFactory(organisation=park).user)


AT = "/api/v1/partners/nust/timeline/"


def met(park, partner, **given):
    meeting = InteractionFactory(owner=park, **given)
    InteractionPartnerFactory(interaction=meeting, organisation=partner)
    return meeting


def told(client, path=AT):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_an_event_says_when_what_who_and_where(staff, park, nust):
    meeting = met(park, nust, title="Laboratory", happened_on="2026-03-05", started_at=None)
    (event,) = told(staff)
    assert {name: event[name] for name in ("id", "at", "kind", "url", "about")} == {
        "id": meeting.pk,
        "at": "2026-03-05",
        "kind": "interaction",
        "url": f"/interactions/{meeting.pk}/",
        "about": None,
    }
    assert "Laboratory" in event["sentence"]
    assert told(staff, f"{AT}?lang=zh-hans")[0]["url"].startswith("/zh-hans/")


def test_strangers_hear_what_is_public_alone(staff, client, sign_in, park, nust):
    met(park, nust)
    agreement = AgreementFactory(signed_on="2016-03", title_en="Joint laboratory")
    AgreementPartyFactory(agreement=agreement, organisation=nust)
    private = {event["kind"] for event in told(staff)}
    for stranger in (client, sign_in()):
        kinds = {event["kind"] for event in told(stranger)}
        assert kinds == private - {"interaction"}
    (signed,) = [event for event in told(client) if event["at"] == "2016-03"]
    assert (signed["about"] or signed)["url"] == f"/agreements/{agreement.slug}/"
    assert client.get(f"{AT}?kind=interaction").status_code == 400
    assert staff.get(f"{AT}?kind=interaction").status_code == 200


@pytest.mark.parametrize("things", ["partners", "parks", "agreements", "projects"])
def test_each_thing_has_one_by_its_id_and_its_slug(client, things):
    partner, park, agreement, project = PartnerFactory(), ParkFactory(), AgreementFactory(), ProjectFactory()
    row = {"partners": partner, "parks": park, "agreements": agreement, "projects": project}[things]
    slug = getattr(row, "organisation", row).slug
    by_id, by_slug = (client.get(f"/api/v1/{things}/{key}/timeline/") for key in (row.pk, slug))
    assert (by_id.status_code, by_id.json()) == (200, by_slug.json())
    type(row).objects.filter(pk=row.pk).update(is_published=False)
    for key in (row.pk, slug, "nothing"):
        assert client.get(f"/api/v1/{things}/{key}/timeline/").status_code == 404


def test_pages_follow_each_other_without_a_gap(staff, park, nust):
    for day in range(1, 6):
        met(park, nust, happened_on=f"2026-03-0{day}")
    whole = [event["id"] for event in told(staff)]
    walked, url = [], f"{AT}?page_size=2&kind=interaction"
    while url:
        page = staff.get(url).json()
        walked += [event["id"] for event in page["results"]]
        assert len(page["results"]) <= 2
        url = page["next"]
    assert walked == whole
    assert len(whole) == 5


@pytest.mark.parametrize("query", ["kind=party", "cursor=x", "page_size=0", "lang=xx", "event=int_1"])
def test_what_is_unknown_is_refused_by_name(client, nust, query):
    answer = client.get(f"{AT}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_it_costs_the_same_however_much_happened(staff, park, nust):
    costs = []
    for count in (1, 3):
        MilestoneFactory.create_batch(count)
        for _place in range(count):
            met(park, nust)
        with CaptureQueriesContext(connection) as queries:
            told(staff)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_a_curator_reads_of_a_parks_own_is_noted(sign_in, park, nust):
    met(park, nust)
    told(sign_in(CuratorFactory()))
    assert Reading.objects.filter(path=AT).count() == 1
