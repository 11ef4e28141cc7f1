import pytest
from django.db import connection
from django.urls import reverse

from curation import duplicates
from curation.models import Duplicate, NameKey, Unkeyed
from curation.naming.cards import Reason
from curation.operations import duplicates as operations
from history.models import Reading
from organisations.models import Organisation, OrganisationName, Person
from partners.models import Agreement, Contact
from tests.factories import (
    ContactFactory,
    DuplicateFactory,
    IdentifierFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = "/curation/duplicates/"


def found(text, user, model=Organisation, **values):
    return [
        (one.record, one.verdict.reasons)
        for one in duplicates.candidates(model, [{"name": text, **values}], user)[0]
    ]


def open_pairs():
    return {(one.first, one.second) for one in Duplicate.objects.filter(state="open")}


def pair_of(one, other):
    return tuple(sorted([one.pk, other.pk]))


def test_a_new_name_finds_who_has_it_in_any_script_with_the_reason(curator):
    body = OrganisationFactory(name_en="Fudan University", country="CN")
    OrganisationNameFactory(organisation=body, text="复旦大学")
    OrganisationFactory(name_en="Tongji University", country="CN")
    assert found("FUDAN UNIVERSITY", curator) == [(body, (Reason.SAME_NAME,))]
    assert found("復旦大學", curator) == [(body, (Reason.SAME_NAME,))]
    assert found("Fudan Univercity", curator) == [(body, (Reason.SPELLING,))]
    assert found("Fudan Hospital", curator) == []


@pytest.mark.parametrize("write", ["name", "alias", "bulk", "sql", "deleted"])
def test_nothing_that_is_written_in_any_way_is_missed(curator, write):
    body = OrganisationFactory(name_en="Old Name", name_zh_hans="")
    alias = OrganisationNameFactory(organisation=body, text="Former Zephyrium")
    assert found("Zephyrium", curator) == []
    if write == "name":
        body.name_en = "Zephyrium"
        body.save()
    elif write == "alias":
        alias.text = "Zephyrium"
        alias.save()
    elif write == "bulk":
        OrganisationName.objects.bulk_create([OrganisationName(organisation=body, text="Zephyrium")])
    elif write == "sql":
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE organisations_organisation SET name_en = 'Zephyrium' WHERE id = %s", [body.pk]
            )
    else:
        body.delete()
    for _unsettled_and_settled in range(2):
        assert [one for one, _why in found("Zephyrium", curator)] == ([] if write == "deleted" else [body])
        duplicates.settle()
    assert not Unkeyed.objects.exists()
    if write == "deleted":
        assert not NameKey.objects.filter(record=body.pk).exists()


def test_what_says_nothing_of_who_it_is_makes_no_keys_anew():
    body = OrganisationFactory()
    duplicates.settle()
    Organisation.objects.filter(pk=body.pk).update(summary_en="Other words")
    assert not Unkeyed.objects.exists()


@pytest.mark.parametrize("model", [Organisation, Person, Agreement, Contact])
def test_every_table_that_cards_are_made_of_has_its_triggers(model):
    with connection.cursor() as cursor:
        for source in duplicates.naming_of(model).sources:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'names\\_%%'",
                [source._meta.db_table],
            )
            assert cursor.fetchone() == (3,), source


def test_a_hidden_body_is_named_to_nobody_who_does_not_see_it(curator):
    hidden = OrganisationFactory(name_en="Zephyrium", is_published=False)
    assert found("Zephyrium", UserFactory()) == []
    assert [one for one, _why in found("Zephyrium", curator)] == [hidden]


def test_contacts_are_compared_with_those_of_their_own_park_only(curator):
    park, other = OrganisationFactory.create_batch(2)
    own = ContactFactory(owner=park, name="Ana Lima", email="")
    ContactFactory(owner=other, name="Ana Lima", email="")
    assert [one for one, _why in found("Lima Ana", curator, Contact, owner=park)] == [own]
    assert duplicates.find_all(Contact) == 0


def test_an_erased_person_is_found_by_nothing(curator):
    contact = ContactFactory(name="Ana Lima", email="ana@example.org")
    duplicates.settle()
    Contact.objects.filter(pk=contact.pk).update(
        name="erased person", email="", erased_at="2026-01-01T00:00Z"
    )
    duplicates.settle()
    assert not NameKey.objects.filter(record=contact.pk).exists()


def test_many_rows_are_looked_up_at_once(curator, django_assert_max_num_queries):
    bodies = [OrganisationFactory(name_en=f"Zephyr {word}") for word in ("Alpha", "Beta", "Gamma")]
    rows = [{"name": body.name_en} for body in bodies] + [{"name": "Nobody"}]
    duplicates.settle()
    for asked in (rows[:1], rows):
        with django_assert_max_num_queries(12):
            told = duplicates.candidates(Organisation, asked, curator)
    assert [[one.record for one in each] for each in told] == [[body] for body in bodies] + [[]]


def test_the_whole_register_is_looked_through_and_each_pair_stands_in_the_queue_once():
    one = OrganisationFactory(name_en="Zephyr Holdings", country="FR")
    other = OrganisationFactory(name_en="ZephyrHoldings Ltd.", country="FR")
    OrganisationFactory(name_en="Zephyr Hospital", country="FR")
    people = PersonFactory(name_en="Wang Xiaoming"), PersonFactory(name_en="Xiaoming Wang")
    assert duplicates.find_all(Organisation) == 1
    assert duplicates.find_all(Organisation) == 0
    assert duplicates.find_all(Person) == 1
    assert open_pairs() == {pair_of(one, other), pair_of(*people)}


def test_who_is_not_the_same_is_asked_about_again_only_when_names_change(curator):
    one, other = OrganisationFactory(name_en="Zephyr"), OrganisationFactory(name_en="Zephyr Ltd")
    duplicates.find_all(Organisation)
    pair = operations.not_the_same(Duplicate.objects.get().pk, by=curator)
    assert (pair.state, pair.decided_by) == ("not_same", curator)
    duplicates.find_all(Organisation)
    assert open_pairs() == set()
    other.summary_en = "More"
    other.save()
    duplicates.find_all(Organisation)
    assert open_pairs() == set()
    other.name_en = "Zephyr GmbH"
    other.save()
    duplicates.find_all(Organisation)
    assert open_pairs() == {pair_of(one, other)}


def test_a_pair_of_which_one_is_gone_is_asked_about_no_more():
    one, other = OrganisationFactory(name_en="Zephyr"), OrganisationFactory(name_en="Zephyr Ltd")
    duplicates.find_all(Organisation)
    other.delete()
    duplicates.find_all(Organisation)
    pair = Duplicate.objects.get()
    assert pair.state == "gone"
    with pytest.raises(operations.OneIsGone):
        operations.not_the_same(pair.pk, by=UserFactory())
    assert one.pk in (pair.first, pair.second)


def test_what_keys_are_wrong_is_told_and_made_right(curator):
    body = OrganisationFactory(name_en="Zephyrium")
    duplicates.settle()
    NameKey.objects.filter(record=body.pk).delete()
    NameKey.objects.create(kind="organisations.organisation", record="org_gone", key=1)
    assert set(duplicates.repair(Organisation)) == {body.pk, "org_gone"}
    assert list(duplicates.repair(Organisation)) == []
    assert [one for one, _why in found("Zephyrium", curator)] == [body]


def test_the_queue_shows_both_with_reasons_and_takes_the_answer(client, curator):
    one = OrganisationFactory(name_en="Zephyr", country="FR")
    other = OrganisationFactory(name_en="Zephyr Ltd", country="FR")
    IdentifierFactory(organisation=one)
    duplicates.find_all(Organisation)
    pair = Duplicate.objects.get()
    client.force_login(curator)
    page = client.get(QUEUE).content.decode()
    for words in (one.get_absolute_url(), other.get_absolute_url(), "the same name but for the legal form"):
        assert words in page
    address = reverse("curation:duplicate_decide", args=[pair.pk])
    answer = client.post(address, {"answer": "not_same", "back": "kind=organisations.organisation"})
    assert answer.url == f"{QUEUE}?kind=organisations.organisation"
    assert pair.pk not in client.get(QUEUE).content.decode()
    assert "Not the same, said" in client.get(QUEUE, {"state": "not_same"}).content.decode()
    client.post(address, {"answer": "open"})
    assert open_pairs() == {pair_of(one, other)}


def test_the_queue_is_narrowed_down(client, curator):
    likely = DuplicateFactory(score=97, reasons=["form"])
    unlikely = DuplicateFactory(score=70, reasons=["spelling"])
    client.force_login(curator)
    for query, wanted in (
        ({"least": "90"}, {likely}),
        ({"reason": "spelling"}, {unlikely}),
        ({"kind": "organisations.person"}, set()),
        ({"ordering": "score"}, {likely, unlikely}),
    ):
        page = client.get(QUEUE, query).content.decode()
        assert {one for one in (likely, unlikely) if one.pk in page} == wanted


@pytest.mark.parametrize("count", [1, 4])
def test_the_queue_costs_the_same_however_long(client, curator, count, django_assert_max_num_queries):
    DuplicateFactory.create_batch(count)
    client.force_login(curator)
    client.get(QUEUE)
    with django_assert_max_num_queries(14):
        client.get(QUEUE)


def test_that_a_curator_reads_contacts_of_a_park_is_noted(client, curator):
    owner = OrganisationFactory()
    names = [ContactFactory(owner=owner, name=name, email="") for name in ("Ana Lima", "Lima Ana")]
    assert duplicates.find_all(Contact) == 1
    client.force_login(curator)
    assert names[0].pk not in client.get(QUEUE).content.decode()
    assert not Reading.objects.exists()
    assert names[0].pk in client.get(f"{QUEUE}contacts/").content.decode()
    assert Reading.objects.get().user == curator


def test_a_reader_reports_a_duplicate(client):
    reader = UserFactory()
    one, other = OrganisationFactory(name_en="Zephyr"), OrganisationFactory(name_en="Quite Else")
    address = reverse("curation:report_duplicate", args=[one.pk])
    assert client.get(address).status_code in (302, 403)
    client.force_login(reader)
    empty = client.post(address, {"named": "", "note": "x"})
    assert "Choose a record, or name one." in empty.content.decode()
    answer = client.post(address, {"named": other.get_absolute_url(), "note": "The same house"})
    assert answer.url == one.get_absolute_url()
    pair = Duplicate.objects.get()
    assert ((pair.first, pair.second), pair.reported_by, pair.note) == (
        pair_of(one, other),
        reader,
        "The same house",
    )
    assert "reported" in pair.reasons


def test_a_report_names_nothing_that_the_reader_does_not_see(client):
    hidden = OrganisationFactory(name_en="Zephyr", is_published=False)
    shown = OrganisationFactory(name_en="Zephyr Ltd")
    client.force_login(UserFactory())
    assert client.get(reverse("curation:report_duplicate", args=[hidden.pk])).status_code == 404
    contact = ContactFactory()
    assert client.get(reverse("curation:report_duplicate", args=[contact.pk])).status_code == 404
    address = reverse("curation:report_duplicate", args=[shown.pk])
    assert hidden.pk not in client.get(address).content.decode()
    assert client.post(address, {"which": hidden.pk}).status_code == 200
    assert client.post(address, {"named": hidden.slug}).status_code == 200
    assert not Duplicate.objects.exists()


def test_what_a_curator_decided_is_not_reported_anew(curator):
    one, other = OrganisationFactory(name_en="Zephyr"), OrganisationFactory(name_en="Zephyr Ltd")
    duplicates.find_all(Organisation)
    operations.not_the_same(Duplicate.objects.get().pk, by=curator)
    with pytest.raises(operations.DecidedAlready):
        operations.report(one, other, by=UserFactory())


def test_a_curator_who_adds_a_body_again_is_told_at_once(client, curator):
    body = OrganisationFactory(name_en="Zephyr Holdings", country="FR")
    client.force_login(curator)
    form = {"name_en": "ZephyrHoldings Ltd", "slug": "zephyr-2", "kind": "company", "country": "FR"}
    address = reverse("admin:organisations_organisation_add")
    for field in client.get(address).context["inline_admin_formsets"]:
        prefix = field.formset.prefix
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    page = client.post(address, form, follow=True).content.decode()
    assert f"It may be here already: {body}." in page
    assert open_pairs() == {pair_of(body, Organisation.objects.get(slug="zephyr-2"))}


def test_each_pair_of_the_queue_is_on_one_of_its_pages(client, curator):
    """Sorted by a number, of which the cursor tells."""
    made = [DuplicateFactory(score=60 + place // 2) for place in range(45)]
    client.force_login(curator)
    seen, address = [], QUEUE
    while address:
        page = client.get(address).context
        seen += [pair.pk for pair in page["rows"]]
        address = page["next_url"]
    assert sorted(seen) == sorted(pair.pk for pair in made)
    assert len(set(seen)) == 45


def test_two_of_the_same_name_are_told_apart(client, curator):
    told = {"name_en": "Tsinghua Holdings", "name_zh_hans": "", "country": "CN"}
    here = OrganisationFactory(
        **told, kind="company", city_en="Beijing", founded_on="2003-09", website="https://a.example.org/"
    )
    there = OrganisationFactory(**told, kind="university", city_en="Kunshan", founded_on="2011")
    first, second = sorted([here, there], key=lambda body: body.pk)
    DuplicateFactory(first=first.pk, second=second.pk)
    client.force_login(curator)
    sides = {
        side["record"].pk: {fact["label"]: fact["value"] for fact in side["facts"]}
        for side in client.get(QUEUE).context["rows"][0].sides
    }
    one, other = sides[here.pk], sides[there.pk]
    assert (one["Kind"], one["City"], one["Country"], one["Website"]) == (
        "Company",
        "Beijing",
        "China",
        "a.example.org",
    )
    assert (one["Founded"], other["Founded"]) == ("September 2003", "2011")
    assert (other["Kind"], other["City"]) == ("University", "Kunshan")
    assert one["In the register since"]
    client.force_login(UserFactory())
    report = client.get(reverse("curation:report_duplicate", args=[here.pk])).content.decode()
    assert "Tsinghua Holdings (University, Kunshan, China, 2011)" in report
    client.force_login(curator)
    merge = client.get(reverse("curation:merge"), {"keep": here.pk}).content.decode()
    assert f"University · Kunshan · China · 2011 · {there.slug}" in merge
