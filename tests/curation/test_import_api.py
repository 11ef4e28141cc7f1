"""Files read into the register over the API, by the steps of the pages."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curation.models import Import
from curation.operations import imports
from history.models import Reading
from organisations.models import Organisation
from partners.models import Contact
from tests.curation.files import looked_at, upload, written
from tests.factories import CuratorFactory, MembershipFactory, ParkFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/imports/"
PARTS = ("", "table/", "rows/", "refused/")
STEPS = ("check/", "run/", "cancel/", "revert/")
TEXT = "姓名,邮箱\n王伟,wang@example.org\n"


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


def sent(client, text=TEXT, name="rows.csv", headers=None, **more):
    data = {"model": "partners.contact", "file": upload(text, name), **more}
    return client.post(
        LIST, {key: value for key, value in data.items() if value is not None}, headers=headers
    )


def post(client, path, body=None, **headers):
    return client.post(path, json.dumps(body or {}), "application/json", headers=headers)


def patch(client, path, body, etag="*"):
    return client.patch(path, json.dumps(body), "application/json", headers={"If-Match": etag})


def address(import_, part=""):
    return f"{LIST}{import_.pk}/{part}"


def pointers(answer):
    assert answer.status_code == 400, answer.content
    return {error["pointer"] for error in answer.json()["errors"]}


def test_a_member_walks_from_a_file_to_contacts_and_back(browser, park):
    answer = sent(browser)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["state"], made["owner"], made["headers"]) == ("uploaded", park.pk, ["姓名", "邮箱"])
    assert made["table"]["encoding"] == "utf-8"
    assert made["table"]["columns"][0] == {"header": "姓名", "samples": ["王伟"], "column": "name"}
    assert {"name", "email"} <= {one["name"] for one in made["table"]["offered"]}
    path = answer["Location"].removeprefix("http://testserver")
    mapped = patch(browser, path, {"mapping": ["name", "email"]}, browser.get(path)["ETag"])
    assert (mapped.status_code, mapped.json()["mapping"]) == (200, ["name", "email"])
    ordered = patch(browser, path, {"slash_days": "month"}, browser.get(path)["ETag"]).json()
    assert (ordered["mapping"], ordered["slash_days"]) == (["name", "email"], "month")
    assert post(browser, f"{path}check/").json()["state"] == "checking"
    imports.work_at(made["id"])
    assert browser.get(path).json()["counts"] == {"new": 1}
    (row,) = browser.get(f"{path}rows/?state=new").json()["results"]
    assert (row["number"], row["label"], row["problems"]) == (2, "王伟", [])
    assert not Contact.objects.exists()
    assert post(browser, f"{path}run/").json()["state"] == "running"
    imports.work_at(made["id"])
    done = browser.get(path).json()
    assert (done["state"], done["batch"]["undone"]) == ("done", None)
    assert Contact.objects.get().owner == park
    back = post(browser, f"{path}revert/").json()
    assert back["batch"]["undone"]["kind"] == "undoing"
    assert not Contact.objects.exists()
    again = post(browser, f"{path}revert/")
    assert (again.status_code, again.json()["code"]) == (409, "already-taken-back")


def test_a_file_sent_twice_under_one_key_is_taken_in_once(browser, park):
    first, again = (sent(browser, headers={"Idempotency-Key": "k1"}) for _time in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert Import.objects.count() == 1
    other = sent(browser, "name\nX\n", headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "key-used")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"model": "parks.park"}, "/model"),
        ({"model": "nothing"}, "/model"),
        ({"owner": "org_0"}, "/owner"),
        ({"text": ""}, "/file"),
        ({"name": "rows.doc"}, "/file"),
        ({"file": None}, "/file"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_wrong_with_an_upload_is_named(browser, park, more, pointer):
    assert pointers(sent(browser, **more)) == {pointer}
    assert not Import.objects.exists()


def test_a_member_of_two_parks_says_for_which(browser, member, park):
    MembershipFactory(user=member, organisation=ParkFactory().organisation)
    assert pointers(sent(browser)) == {"/owner"}
    assert sent(browser, owner=park.pk).json()["owner"] == park.pk


def test_a_body_that_is_no_form_is_refused(browser, park):
    assert post(browser, LIST, {"model": "partners.contact"}).status_code == 415
    broken = browser.post(LIST, b"x", "multipart/form-data")
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("mapping", [["name"], ["name", "name"], ["phone", ""], ["name", "colour"]])
def test_a_mapping_that_does_not_fit_is_refused(browser, park, mapping):
    import_ = Import.objects.get(pk=sent(browser).json()["id"])
    assert pointers(patch(browser, address(import_), {"mapping": mapping})) == {"/mapping"}


def test_another_mapping_makes_what_was_found_about_the_rows_void(browser, park, member):
    import_ = looked_at(Contact, "name,email\nX,x@example.org\n", member, owner=park)
    mapped = patch(browser, address(import_), {"mapping": ["name", ""]}).json()
    assert (mapped["state"], mapped["counts"]) == ("uploaded", {})
    assert post(browser, address(import_, "run/")).json()["code"] == "not-now"


def test_a_file_is_read_otherwise(browser, park):
    import_ = Import.objects.get(pk=sent(browser, "Имя\nИван\n").json()["id"])
    read = patch(browser, address(import_), {"encoding": "cp1252", "delimiter": ","}).json()
    assert read["headers"][0].startswith("Ð")
    assert browser.get(address(import_, "table/")).json()["encoding"] == "cp1252"
    assert pointers(patch(browser, address(import_), {"encoding": "klingon"})) == {"/encoding"}


def test_rows_that_are_wrong_are_told_left_out_and_given_back(browser, park, member):
    import_ = looked_at(Contact, "name,email\nX,x@example.org\nY,none\n", member, owner=park)
    (wrong,) = browser.get(address(import_, "rows/?state=error")).json()["results"]
    assert [(one["column"], one["text"]) for one in wrong["problems"]] == [("email", "none")]
    assert post(browser, address(import_, "run/")).status_code == 400
    assert post(browser, address(import_, "run/"), {"good_only": True}).status_code == 200
    imports.work_at(import_.pk)
    assert Contact.objects.get().name == "X"
    file = b"".join(browser.get(address(import_, "refused/")).streaming_content).decode()
    assert "Y,none" in file


def test_a_doubtful_file_is_written_in_spite_of_that_only(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    Import.objects.update(
        findings=[{"code": "cut_off", "sentence": "…", "column": "", "rows": [], "is_grave": True}]
    )
    assert post(browser, address(import_, "run/")).status_code == 400
    assert post(browser, address(import_, "run/"), {"in_spite": True}).status_code == 200


def test_work_is_stopped(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    post(browser, address(import_, "run/"))
    assert post(browser, address(import_, "cancel/")).status_code == 200
    import_.refresh_from_db()
    assert import_.is_cancelled


def test_rows_are_paged_and_cost_the_same_however_many(browser, park, member):
    counts = []
    for rows in (1, 5):
        text = "name\n" + "".join(f"Person {place}\n" for place in range(rows))
        import_ = looked_at(Contact, text, member, owner=park)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(address(import_, "rows/?page_size=200")).json()
        assert len(page["results"]) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
    path, numbers = address(import_, "rows/?page_size=2"), []
    while path:
        page = browser.get(path).json()
        numbers += [row["number"] for row in page["results"]]
        path = page["next"]
    assert numbers == [2, 3, 4, 5, 6]
    assert browser.get(address(import_, "rows/?colour=red")).status_code == 400
    assert browser.get(address(import_, "rows/?cursor=x")).status_code == 400


def test_an_import_of_others_is_not_there(sign_in, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    colleague = MembershipFactory(organisation=park).user
    for stranger in (
        colleague,
        UserFactory(),
        MembershipFactory(organisation=ParkFactory().organisation).user,
    ):
        client = sign_in(stranger)
        assert client.get(LIST).json()["results"] == []
        for part in PARTS:
            foreign, missing = client.get(address(import_, part)), client.get(f"{LIST}imp_0/{part}")
            assert (foreign.status_code, foreign.json()["code"]) == (404, "not-found")
            assert missing.status_code == 404
        assert patch(client, address(import_), {"mapping": [""]}).status_code == 404
        for step in STEPS:
            assert post(client, address(import_, step)).status_code == 404


def test_who_left_the_park_finds_nothing_any_more(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    member.memberships.all().delete()
    for part in PARTS:
        assert browser.get(address(import_, part)).status_code == 404
    for step in STEPS:
        assert post(browser, address(import_, step)).status_code == 404
    assert Import.objects.get().state == Import.State.CHECKED


def test_a_curators_look_at_a_parks_rows_is_noted_and_their_own_files_are_not(sign_in, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    curator = CuratorFactory()
    own = looked_at(Organisation, "slug,name_en\na-b,A\n", curator)
    client = sign_in(curator)
    for part in PARTS:
        answer = client.get(address(own, part))
        assert answer.status_code == 200
    assert not Reading.objects.exists()
    client.get(address(import_, "rows/"))
    assert [noted.kind for noted in Reading.objects.all()] == ["partners.contact"]


def test_a_file_that_is_not_kept_any_more_says_so(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    Import.objects.update(file="")
    answer = browser.get(address(import_, "table/"))
    assert (answer.status_code, answer.json()["code"]) == (409, "unreadable-file")
    nothing = post(browser, address(import_, "revert/"))
    assert nothing.json()["code"] == "nothing-written"


def test_lists_are_filtered_as_they_say(browser, park, member):
    looked_at(Contact, "name\nX\n", member, owner=park)
    written(looked_at(Contact, "name\nY\n", member, owner=park), member)
    assert len(browser.get(f"{LIST}?state=done").json()["results"]) == 1
    assert len(browser.get(f"{LIST}?model=partners.contact").json()["results"]) == 2
    assert browser.get(f"{LIST}?model=parks.zoo").status_code == 400
    assert "ETag" not in browser.get(LIST)
