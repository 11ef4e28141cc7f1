import pytest

from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DeliverableFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PassageFactory,
    ProjectFactory,
    ProjectParticipantFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


def test_projects_are_filtered(client):
    park = ParkFactory(organisation__slug="valley", organisation__name_en="Valley")
    project = ProjectFactory(
        title_en="Valley plan", path="consulting", phase="planning", country="MY", park=park, starts_on="2015"
    )
    ProjectParticipantFactory(project=project, organisation__slug="adviser", organisation__name_en="Adviser")
    ProjectFactory(title_en="Incubator", path="industry", phase="operation", country="US", starts_on="2012")
    assert Page(client.get("/projects/")).cards == ["Incubator", "Valley plan"]
    for query in (
        "path=consulting",
        "phase=planning",
        "country=my",
        "participant=adviser",
        "park=valley",
        "after=2014",
        "q=valley",
        "q=adviser",
    ):
        assert Page(client.get(f"/projects/?{query}")).cards == ["Valley plan"], query
    assert Page(client.get("/projects/?before=2013")).cards == ["Incubator"]


@pytest.mark.parametrize("query", ["path=walk", "phase=x", "country=ZZ", "participant=nobody", "after=then"])
def test_value_that_cannot_be_is_named_at_its_field(client, query):
    ProjectFactory()
    page = Page(client.get(f"/projects/?{query}"))
    assert page.cards == [] and "There is a problem" in page.text


def test_project_tells_its_path_partners_park_and_where_each_fact_stands(client):
    park = ParkFactory(organisation__name_en="Valley")
    project = ProjectFactory(
        title_en="Valley plan", summary_en="Advice for a valley.", aim_en="Growth.", park=park
    )
    project.passages.add(PassageFactory(code="IV", label_en="Section IV"))
    ProjectParticipantFactory(project=project, role="consultant", organisation__name_en="Adviser")
    DeliverableFactory(project=project, title_en="An overall objective", ordinal=2)
    DeliverableFactory(project=project, title_en="A link to the road", ordinal=1)
    agreement = AgreementFactory(title_en="Pact")
    project.agreements.add(agreement)
    page = Page(client.get(project.get_absolute_url()))
    assert page.title == "Valley plan"
    assert "planning, consulting and operation" in page.section("facts")
    assert "strategic planning" in page.section("facts") and "Valley" in page.section("facts")
    assert "Malaysia" in page.section("facts") and "no date given" in page.section("facts")
    assert page.section("participants").startswith("Who takes part consultant Adviser")
    assert page.section("deliverables").startswith("What it delivers A link to the road An overall objective")
    assert page.section("aim").startswith("What it is to achieve Growth.")
    assert page.cards == ["Pact"]
    place = project.passages.get().get_absolute_url()
    assert page.links.count(place) == 8  # beside each fact, and at the end


def test_hidden_things_are_nowhere_on_a_project(client, sign_in, curator):
    hidden = OrganisationFactory(slug="shy", name_en="Hidden Ltd", is_published=False)
    project = ProjectFactory(
        title_en="Open plan", park=ParkFactory(organisation__name_en="Hidden park", is_published=False)
    )
    ProjectParticipantFactory(project=project, organisation=hidden)
    project.agreements.add(AgreementFactory(title_en="Hidden pact", is_published=False))
    related = ProjectFactory(title_en="Shares its body")
    ProjectParticipantFactory(project=related, organisation=hidden)
    secret = ProjectFactory(title_en="Hidden plan", is_published=False, park=project.park)
    seen = Page(client.get(project.get_absolute_url()))
    assert "Hidden" not in seen.text and "Shares" not in seen.text
    assert Page(client.get("/projects/?q=hidden")).cards == []
    assert "Hidden" not in Page(client.get("/projects/")).text
    assert "There is a problem" in Page(client.get("/projects/?participant=shy")).text
    assert client.get(secret.get_absolute_url()).status_code == 404
    kept = Page(sign_in(curator).get(project.get_absolute_url()))
    assert kept.cards == ["Hidden pact", "Hidden plan", "Shares its body"]


def test_unpublished_project_is_seen_by_those_who_take_part(sign_in):
    insider, outsider = UserFactory.create_batch(2)
    project = ProjectFactory(is_published=False)
    MembershipFactory(user=insider, organisation=ProjectParticipantFactory(project=project).organisation)
    assert sign_in(insider).get(project.get_absolute_url()).status_code == 200
    assert sign_in(outsider).get(project.get_absolute_url()).status_code == 404


def test_related_projects_lead_both_ways(client):
    one, other = ProjectFactory(title_en="One"), ProjectFactory(title_en="Other")
    ProjectFactory(title_en="Stranger")
    body = OrganisationFactory()
    for project in (one, other):
        ProjectParticipantFactory(project=project, organisation=body)
    assert Page(client.get(one.get_absolute_url())).cards == ["Other"]
    assert Page(client.get(other.get_absolute_url())).cards == ["One"]


def test_project_stands_on_the_pages_of_its_park_and_participants(client):
    park = ParkFactory()
    project = ProjectFactory(title_en="Valley plan", park=park)
    body = ProjectParticipantFactory(project=project).organisation
    assert "Valley plan" in Page(client.get(park.get_absolute_url())).cards
    assert "Valley plan" in Page(client.get(body.get_absolute_url())).cards


def test_projects_speak_chinese(client):
    project = ProjectFactory(title_en="Valley plan", title_zh_hans="愿景谷规划")
    assert Page(client.get(f"/zh-hans{project.get_absolute_url()}")).title == "愿景谷规划"
    assert Page(client.get("/zh-hans/projects/")).cards == ["愿景谷规划"]


def test_lists_and_pages_cost_the_same_however_much_there_is(client, django_assert_max_num_queries):
    project, costs = ProjectFactory(park=ParkFactory()), []
    for count in (1, 3):
        for _ in range(count):
            body = ProjectParticipantFactory(project=project).organisation
            ProjectParticipantFactory(organisation=body)
            agreement = AgreementPartyFactory().agreement
            agreement.passages.add(PassageFactory())
            project.agreements.add(agreement)
            DeliverableFactory(project=project)
            project.passages.add(PassageFactory())
        cost = []
        for address in ("/projects/", project.get_absolute_url()):
            with django_assert_max_num_queries(60) as queries:
                client.get(address)
            cost.append(len(queries))
        costs.append(cost)
    assert costs == [[9, 14], [9, 14]]
