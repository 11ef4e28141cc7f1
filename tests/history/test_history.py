"""The history of a record as curators read it."""

import pytest
from django.contrib.admin.utils import quote
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import Organisation, OrganisationName
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    IdentifierFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ParkFactory,
    PassageFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def history_of(client, row, query=""):
    opts = type(row)._meta
    answer = client.get(
        reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[quote(row.pk)]) + query
    )
    assert answer.status_code == 200
    return answer


def told(answer):
    """(action, kind, label, [(field, before, after)]) of each entry, newest first."""
    return [
        (entry.action, entry.kind, entry.label, [(c.label, c.before, c.after) for c in entry.changes])
        for change_set in answer.context["change_sets"]
        for entry in change_set.entries
    ]


def change_in_admin(client, row, **fields):
    """Save the page of a row as a browser would, with these fields changed."""
    opts = type(row)._meta
    path = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    page = client.get(path)
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
        for one in formset.formset.initial_forms:
            data |= {one[name].html_name: one[name].value() for name in one.fields}
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    answer = client.post(path, data | fields, headers={"X-Request-ID": "request-of-a-test"})
    assert answer.status_code == 302, answer.context["errors"]


def test_a_change_tells_who_when_in_which_request_and_before_and_after(sign_in, curator):
    curator.name = "Ada"
    curator.save()
    agreement = AgreementFactory(owner=None, status="signed", signed_on="2015", title_en="MoU")
    client = sign_in(curator)
    change_in_admin(client, agreement, status="active", signed_on="2015-08", title_zh_hans="备忘录")
    answer = history_of(client, agreement)
    newest = answer.context["change_sets"][0]
    assert (newest.author, newest.request_id) == ("Ada", "request-of-a-test")
    assert newest.at is not None
    [(action, kind, label, changes)] = told(answer)[:1]
    assert (action, kind, label) == ("update", "agreement", "MoU")
    assert sorted(changes) == [
        ("Signed", "2015", "August 2015"),
        ("Status", "signed", "active"),
        ("Title (简体中文)", "–", "备忘录"),
    ]
    text = answer.content.decode()
    assert "August 2015" in text
    assert "request-of-a-test" in text


def test_saving_an_untouched_page_is_no_change_of_its_parts(sign_in, curator):
    organisation = OrganisationFactory(founded_on="1994-08")
    OrganisationNameFactory(organisation=organisation)
    agreement = AgreementFactory(signed_on="2015")
    AgreementPartyFactory(agreement=agreement, signed_on="2015-08")
    client = sign_in(curator)
    for row in (organisation, agreement):
        before = told(history_of(client, row))
        change_in_admin(client, row)
        after = told(history_of(client, row))
        assert [entry[3] for entry in after if entry not in before] == [[]]


def test_the_history_of_a_whole_tells_of_its_parts_also_of_those_that_are_gone(sign_in, curator):
    organisation = OrganisationFactory(name_en="Tsinghua")
    name = OrganisationNameFactory(organisation=organisation, text="THU", language="en", kind="alias")
    IdentifierFactory(organisation=organisation, scheme="ror", value="03cve4549")
    name.text = "TH"
    name.save()
    name.delete()
    entries = told(history_of(sign_in(curator), organisation))
    assert ("update", "name", "TH", [("Name", "THU", "TH")]) in entries
    assert ("insert", "identifier", "03cve4549") in [entry[:3] for entry in entries]
    [gone] = [entry for entry in entries if entry[0] == "delete"]
    assert gone[1:3] == ("name", "TH")
    assert ("Name", "TH", "–") in gone[3]


def test_what_is_pointed_to_is_told_by_its_name(sign_in, curator):
    above, park = ParkFactory(), ParkFactory()
    park.parent = above
    park.save()
    entries = [entry for entry in told(history_of(sign_in(curator), park)) if entry[0] == "update"]
    assert entries[0][3] == [("Lies in", "–", str(above))]


def test_source_places_that_come_and_go_are_told(sign_in, curator):
    person, passage = PersonFactory(name_en="Li"), PassageFactory(label_en="Section IV")
    person.passages.add(passage)
    person.passages.remove(passage)
    [(action, kind, label, changes)] = told(history_of(sign_in(curator), person))
    assert (action, kind, label) == ("insert", "person", "Li")
    assert [change for change in changes if change[0] == "Source places"] == [
        ("Source places", "Section IV", "–"),
        ("Source places", "–", "Section IV"),
    ]


def test_a_deleted_record_can_still_be_read(sign_in, curator):
    client = sign_in(curator)
    organisation = OrganisationFactory(name_en="Gone Ltd", city_en="Berlin")
    copy = Organisation(pk=organisation.pk)
    OrganisationNameFactory(organisation=organisation, text="GL")
    organisation.delete()
    answer = history_of(client, copy)
    [gone] = [entry for entry in told(answer) if entry[:3] == ("delete", "organisation", "Gone Ltd")]
    assert ("City or region (English)", "Berlin", "–") in gone[3]
    assert ("Organisation", "Gone Ltd", "–") in told(answer)[0][3]  # of the name that went with it
    assert answer.context["subtitle"] == "Gone Ltd"
    recent = client.get("/admin/changes/")
    assert ("delete", "organisation", "Gone Ltd") in [entry[:3] for entry in told(recent)]
    assert (
        reverse("admin:organisations_organisation_history", args=[quote(copy.pk)]) in recent.content.decode()
    )


def test_what_never_was_has_no_history(sign_in, curator):
    path = reverse("admin:organisations_organisation_history", args=["org_none"])
    assert sign_in(curator).get(path).status_code == 404


def test_every_way_of_writing_is_told(sign_in, curator):
    name = OrganisationNameFactory(text="one")
    OrganisationName.objects.filter(pk=name.pk).update(text="two")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisationname SET text = 'three' WHERE id = %s", [name.pk])
    entries = told(history_of(sign_in(curator), name))
    assert [entry[3] for entry in entries[:2]] == [[("Name", "two", "three")], [("Name", "one", "two")]]


def test_no_password_is_in_any_history(sign_in, curator):
    curator.set_password("a secret of four words")
    curator.save()
    assert "md5$" not in history_of(sign_in(curator), curator).content.decode()


def test_every_page_of_the_log_goes_on_where_the_last_one_ended(sign_in, curator):
    organisation = OrganisationFactory()
    for number in range(75):
        OrganisationNameFactory(organisation=organisation, text=f"name {number}")
    client, seen, query = sign_in(curator), [], ""
    for _ in range(3):
        answer = history_of(client, organisation, query)
        seen += [entry[2] for entry in told(answer) if entry[1] == "name"]
        older = answer.context["older"]
        query = f"?after={older.replace('+', '%2B')}" if older else ""
    assert older is None
    assert sorted(seen) == sorted(f"name {number}" for number in range(75))


@pytest.mark.parametrize("after", ["x", "~~", "2026-01-01~x~1", "2026-01-01T00:00:00+00:00~x~1e9"])
def test_a_made_up_place_in_the_log_is_refused(sign_in, curator, after):
    assert sign_in(curator).get("/admin/changes/", {"after": after}).status_code == 400


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_log_costs_the_same_however_much_is_in_it(sign_in, curator, language):
    client = sign_in(curator)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{language}/admin/changes/").status_code == 200
        return len(found)

    AgreementPartyFactory(signatory=PersonFactory())
    queries()
    few = queries()
    AgreementPartyFactory.create_batch(3, signatory=PersonFactory())
    assert queries() == few


def test_no_trigger_has_to_catch_an_error_for_each_row():
    """With the setting that they ask for missing, a thousand rows in one transaction cost a million looks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)
