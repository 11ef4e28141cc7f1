"""Filters that somebody saves and shares, and the columns that they chose."""

import csv
import io

import pytest

from accounts.models import Membership
from curation.merging import merge
from curation.models import ChosenColumns, SavedFilter
from tests.factories import (
    InteractionFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    ProjectParticipantFactory,
    SavedFilterFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db
PARKS = "/curation/lists/parks:list/"


@pytest.fixture
def park(db):
    return ParkFactory().organisation


@pytest.fixture
def pair(park, sign_in):
    """Two colleagues of a park, each with a client."""
    users = UserFactory.create_batch(2)
    for user in users:
        MembershipFactory(user=user, organisation=park)
    return [(user, sign_in(user)) for user in users]


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_filter_is_saved_as_far_as_the_list_knows_it(pair):
    (user, client), _other = pair
    query = "kind=incubator&q=&country=Atlantis&cursor=x&show=table&nonsense=1&ordering=-name"
    answer = client.post(f"{PARKS}filters/", {"name": "Mine", "query": query})
    assert (answer.status_code, answer.url) == (302, "/parks/?kind=incubator&ordering=-name")
    saved = SavedFilter.objects.get()
    assert (saved.made_by, saved.route, saved.query) == (user, "parks:list", "kind=incubator&ordering=-name")
    assert client.get(f"/curation/filters/{saved.pk}/").url == "/parks/?kind=incubator&ordering=-name"


def test_what_a_list_does_not_know_any_more_is_told_and_left_out(pair):
    (user, client), _other = pair
    saved = SavedFilterFactory(made_by=user, query="kind=castle&era=1&country=MY")
    shown = client.get(f"/curation/filters/{saved.pk}/", follow=True)
    assert shown.redirect_chain == [("/parks/?country=MY", 302)]
    sentences = told(shown)
    assert len(sentences) == 3
    assert "There is no filter “era” here any more." in sentences
    assert any("castle" in sentence for sentence in sentences)


def test_a_filter_is_found_by_those_it_is_shared_with(pair, park, sign_in, plain_user, curator):
    (_user, client), (_colleague, colleague) = pair
    client.post(f"{PARKS}filters/", {"name": "Ours", "query": "kind=incubator", "share": park.pk})
    client.post(f"{PARKS}filters/", {"name": "Secret", "query": ""})
    assert "Ours" in Page(colleague.get(f"{PARKS}filters/")).text
    assert "Secret" not in Page(colleague.get(f"{PARKS}filters/")).text
    shared, secret = (SavedFilter.objects.get(name=name) for name in ("Ours", "Secret"))
    assert colleague.get(f"/curation/filters/{shared.pk}/").status_code == 302
    strangers = [sign_in(plain_user), sign_in(curator)]
    assert {one.get(f"/curation/filters/{shared.pk}/").status_code for one in strangers} == {404}
    assert colleague.get(f"/curation/filters/{secret.pk}/").status_code == 404
    Membership.objects.filter(user=_colleague).delete()
    assert colleague.get(f"/curation/filters/{shared.pk}/").status_code == 404


def test_nobody_shares_with_an_organisation_that_is_not_theirs(pair):
    (_user, client), _other = pair
    foreign = OrganisationFactory()
    for share in (foreign.pk, "curators"):
        answer = client.post(f"{PARKS}filters/", {"name": "X", "query": "", "share": share})
        assert answer.status_code == 200
        assert "share" in answer.context["form"].errors
    assert not SavedFilter.objects.exists()


def test_curators_share_among_curators(sign_in, curator, plain_user):
    sign_in(curator).post(f"{PARKS}filters/", {"name": "To do", "query": "", "share": "curators"})
    saved = SavedFilter.objects.get()
    other = UserFactory(is_staff=True)
    assert sign_in(other).get(f"/curation/filters/{saved.pk}/").status_code == 302
    assert sign_in(plain_user).get(f"/curation/filters/{saved.pk}/").status_code == 404


def test_a_shared_filter_shows_each_reader_only_what_they_may_see(pair, park, sign_in):
    (_user, client), _other = pair
    InteractionFactory(owner=park, title="Ours")
    elsewhere = ParkFactory().organisation
    stranger = UserFactory()
    for organisation in (elsewhere, park):
        MembershipFactory(user=stranger, organisation=organisation)
    InteractionFactory(owner=elsewhere, title="Theirs")
    route = "/curation/lists/partners:interactions/filters/"
    sign_in(stranger).post(route, {"name": "All", "query": "kind=meeting", "share": park.pk})
    page = client.get(f"/curation/filters/{SavedFilter.objects.get().pk}/", follow=True)
    assert [row.title for row in page.context["rows"]] == ["Ours"]


def test_only_who_saved_a_filter_renames_shares_and_deletes_it(pair, park):
    (user, client), (_colleague, colleague) = pair
    saved = SavedFilterFactory(made_by=user, shared_with=park, name="Old")
    path = f"/curation/filters/{saved.pk}/"
    for action in ("change/", "delete/"):
        assert colleague.post(f"{path}{action}", {"name": "Taken"}).status_code == 404
    assert client.post(f"{path}change/", {"name": "New", "share": ""}).status_code == 302
    saved.refresh_from_db()
    assert (saved.name, saved.shared_with) == ("New", None)
    assert client.post(f"{path}delete/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_two_filters_of_a_list_have_two_names(pair):
    (user, client), _other = pair
    SavedFilterFactory(made_by=user, name="Mine")
    answer = client.post(f"{PARKS}filters/", {"name": "Mine", "query": ""})
    assert answer.context["form"].errors["name"] == ["You already have a filter of this name here."]


@pytest.mark.parametrize("route", ["home", "parks:detail", "nothing", "admin:index", "partners:interaction"])
def test_what_is_no_list_has_no_filters_and_columns(pair, route):
    (_user, client), _other = pair
    for what in ("filters", "columns"):
        assert client.get(f"/curation/lists/{route}/{what}/").status_code == 404


def test_chosen_columns_are_remembered_for_tables_and_files(pair):
    (_user, client), (_colleague, colleague) = pair
    ParkFactory(kind="incubator", organisation__slug="one")
    answer = client.post(f"{PARKS}columns/", {"query": "kind=incubator", "kind": "2", "organisation": "9"})
    assert answer.url == "/parks/?kind=incubator&show=table"
    assert ChosenColumns.objects.get().columns == ["kind", "organisation"]
    table = client.get(answer.url).context["table"]
    assert [line["cells"] for line in table["rows"]] == [["incubator", "one"]]
    file = client.get("/parks/?kind=incubator&format=csv").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(file))) == [["kind", "organisation"], ["incubator", "one"]]
    whole = client.get("/parks/?format=csv&columns=all").getvalue().decode("utf-8-sig")
    assert "opened_on" in whole
    assert len(colleague.get("/parks/?show=table").context["table"]["columns"]) > 2
    client.post(f"{PARKS}columns/", {"usual": "1"})
    assert len(client.get("/parks/?show=table").context["table"]["columns"]) > 2


def test_no_column_at_all_is_no_choice(pair):
    (_user, client), _other = pair
    answer = client.post(f"{PARKS}columns/", {"query": ""})
    assert answer.context["form"].non_field_errors() == ["Give at least one column a number."]


@pytest.mark.parametrize("count", [1, 4])
def test_the_menu_costs_the_same_however_many(pair, park, count, django_assert_num_queries):
    (_user, client), _other = pair
    for _ in range(count):
        SavedFilterFactory(made_by=UserFactory(), shared_with=park)
    with django_assert_num_queries(4):
        client.get(f"{PARKS}filters/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="saved-filters")


def test_a_filter_by_the_old_slug_of_a_merged_body_goes_on_finding(client, curator):
    kept, other = OrganisationFactory(slug="tus-holdings"), OrganisationFactory(slug="tusholdings")
    project = ProjectParticipantFactory(organisation=other).project
    merge(kept, other, {}, curator)
    page = client.get("/projects/?participant=tusholdings")
    assert page.status_code == 200 and project.title in page.content.decode()
    assert '<option value="tus-holdings" selected' in page.content.decode()
    answer = client.get("/api/v1/projects/?participant=tusholdings").json()
    assert [row["id"] for row in answer["results"]] == [project.pk]
    for unknown in ("neither", "nul\0"):
        assert client.get("/api/v1/projects/", {"participant": unknown}).status_code == 400
