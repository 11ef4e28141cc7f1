"""What is kept for the next who asks: given again without being made, and never when it is out of date."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import answers, statements
from organisations.models import Organisation
from tests import factories

# In transactions of their own: a version counts the transactions that were committed.
pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/api/v1/parks/"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.API_KEPT_BYTES = 1024 * 1024
    answers.kept.clear()
    yield answers.kept
    answers.kept.clear()


def is_from_memory(client, path) -> bool:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    (one,) = asked
    return one["sql"].startswith("SELECT coalesce(sum(count)")


def test_the_same_answer_comes_from_memory(client):
    factories.ParkFactory()
    assert not is_from_memory(client, LIST)
    made = client.get(LIST)
    again = client.get(LIST)
    assert is_from_memory(client, LIST)
    assert again.content == made.content
    assert {**again.headers, "X-Request-ID": ""} == {**made.headers, "X-Request-ID": ""}
    assert again["X-Request-ID"] != made["X-Request-ID"]


def test_who_has_it_is_told_so(client):
    factories.ParkFactory()
    etag = client.get(LIST)["ETag"]
    answer = client.get(LIST, headers={"if-none-match": f'W/{etag}, "other"'})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert "Content-Type" not in answer
    assert client.get(LIST, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_change_is_seen_at_once(client):
    park = factories.ParkFactory()
    client.get(LIST)
    Organisation.objects.filter(pk=park.organisation_id).update(name_en="New name")
    assert client.get(LIST).json()["results"][0]["name"] == "New name"
    Organisation.objects.filter(pk=park.organisation_id).update(is_published=False)
    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}{park.pk}/").status_code == 404


def test_addresses_and_languages_are_kept_apart(client):
    park = factories.ParkFactory(organisation__name_en="Valley", organisation__name_zh_hans="山谷")
    names = [
        client.get(f"{LIST}{park.pk}/", headers={"accept-language": language}).json()["name"]
        for language in ("en", "zh-hans", "en", "zh-hans")
    ]
    assert names == ["Valley", "山谷", "Valley", "山谷"]
    assert client.get(f"{LIST}?page_size=1").json() != client.get(f"{LIST}?fields=id").json()


def test_only_what_everybody_sees_is_kept(client, kept):
    agreement = factories.AgreementFactory(is_published=False)
    path = "/api/v1/agreements/"
    client.force_login(factories.CuratorFactory())
    assert client.get(path).json()["results"][0]["id"] == agreement.pk
    assert not kept
    client.logout()
    assert client.get(path).json()["results"] == []


def test_refusals_are_not_kept(client, kept):
    client.get(f"{LIST}?nonsense=1")
    client.get(f"{LIST}no-such-park/")
    client.post(LIST)
    assert not kept


def test_what_is_too_large_is_made_anew(client, kept, monkeypatch):
    monkeypatch.setattr(answers, "LARGEST", 10)
    client.get(LIST)
    assert not kept


@pytest.fixture
def prepared():
    statements._kept.clear()
    statements._prepared.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    return lambda: list(statements._prepared.get(connection.connection, {}))


def test_what_is_asked_for_often_is_prepared_and_answers_the_same(client, settings, prepared):
    settings.API_KEPT_BYTES = 0
    for place in range(3):
        factories.ParkFactory(organisation__name_en=f"Park {place} 100 % 'quoted'")
    paths = [LIST, client.get(f"{LIST}?page_size=1").json()["next"].removeprefix("http://testserver")]
    first = [client.get(path).json() for path in paths]
    assert prepared() == []
    for _time in range(statements.OFTEN + 1):
        assert [client.get(path).json() for path in paths] == first
    assert len(prepared()) == len(paths)


def test_a_lost_connection_costs_a_new_one_and_no_error(client, settings, prepared):
    settings.API_KEPT_BYTES = 0
    factories.ParkFactory()
    for _time in range(statements.OFTEN + 1):
        expected = client.get(LIST).json()
    connection.close()
    assert client.get(LIST).json() == expected
    connection.connection.close()  # as when the server went away: nobody told Django
    assert client.get(LIST).json() == expected


def test_a_connection_keeps_only_so_many_plans(client, settings, prepared, monkeypatch):
    settings.API_KEPT_BYTES = 0
    monkeypatch.setattr(statements, "MOST_PREPARED", 2)
    for fields in ("id", "slug", "name", "id"):
        for _time in range(statements.OFTEN + 1):
            assert client.get(f"{LIST}?fields={fields}").status_code == 200
    assert len(prepared()) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'page%%'")
        assert cursor.fetchone() == (2,)
