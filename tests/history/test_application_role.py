"""The role that web and worker connect as works with rows, and cannot touch what history wrote."""

import pghistory
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from curation.merging import merge
from history.checks import connects_as_a_role_of_its_own
from history.erasing import CALL
from history.management.commands.application_role import ROLE
from history.models import events_of
from history.operations import erase, note_erasure
from organisations.models import Organisation
from partners.models.contacts import ERASED
from partners.operations.erasure import erase_contact
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STATES = events_of(Organisation)._meta.db_table
FORBIDDEN = [
    f"UPDATE {STATES} SET name_en = ''",
    f"DELETE FROM {STATES}",
    f"TRUNCATE {STATES}",
    f"TRUNCATE {STATES} CASCADE",
    f"DROP TABLE {STATES}",
    f"ALTER TABLE {STATES} DISABLE TRIGGER ALL",
    f"ALTER TABLE {STATES} ADD COLUMN more text",
    f"CREATE TRIGGER mine BEFORE DELETE ON {STATES} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "SET session_replication_role = replica",
    "DELETE FROM history_link",
    "DELETE FROM history_erasure",
    "UPDATE history_reading SET path = ''",
    "DELETE FROM pghistory_context",
    "UPDATE pghistory_context SET created_at = now() + interval '1 day'",
    "UPDATE pghistory_context SET id = gen_random_uuid()",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION history_erase(text, bigint[], text, boolean) SECURITY INVOKER",
    "DROP FUNCTION history_erase(text, bigint[], text, boolean)",
]


@pytest.fixture
def as_application():
    """From here on the connection is that of the application."""
    call_command("application_role", verbosity=0)

    def become():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")

    return become


def test_no_setting_lets_it_write_past_the_history(as_application):
    body = OrganisationFactory(name_en="As it was")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(tgname, ',') FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'", [])
        triggers = cursor.fetchone()[0]
        as_application()
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{triggers}}}"])
        cursor.execute("UPDATE organisations_organisation SET name_en = 'Unseen'")
    states = events_of(Organisation)._base_manager.filter(pgh_obj_id=body.pk)
    assert states.filter(pgh_label="update", name_en="Unseen").count() == 1


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_it_changes_nothing_of_history_nor_of_the_tables(as_application, statement):
    with pghistory.context(user="somebody"):
        OrganisationFactory(name_en="As it was")
    as_application()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL parkway.erasing = 'on'")
        cursor.execute(statement)
    assert events_of(Organisation)._base_manager.filter(name_en="As it was").exists()


def test_the_function_that_erases_takes_no_forged_arguments(as_application):
    body = OrganisationFactory()
    contact = ContactFactory(name="Amina")
    noted = note_erasure(contact, by=UserFactory())
    numbers = list(
        events_of(Organisation)._base_manager.filter(pgh_obj_id=body.pk).values_list("pk", flat=True)
    )
    contacts = events_of(type(contact))._meta.db_table
    as_application()
    forged = [
        [STATES, numbers, noted.pk, True],  # of bodies nothing is ever erased
        [STATES, numbers, noted.pk, False],
        [contacts, [1], "era_none", False],  # no erasure was noted
        ["organisations_organisation", [1], noted.pk, True],
        ["pg_class", [1], noted.pk, True],
        [contacts + "; DROP TABLE x", [1], noted.pk, False],
    ]
    for given in forged:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CALL, given)
    assert erase(type(contact), Q(pgh_obj_id=contact.pk), noted) == 1
    assert events_of(type(contact))._base_manager.get(pgh_obj_id=contact.pk).name == ERASED


def test_all_that_people_do_works_as_that_role(as_application, sign_in):
    curator = CuratorFactory()
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    contact = ContactFactory(owner=park, name="Amina")
    one, other = OrganisationFactory.create_batch(2)
    as_application()
    assert sign_in(curator).get("/admin/organisations/organisation/").status_code == 200
    assert sign_in(member).get("/contacts/").status_code == 200
    one.name_en = "Other"
    one.save()
    erase_contact(contact, by=member)
    merge(one, other, {}, curator)
    assert not Organisation.objects.filter(pk=other.pk).exists()


def test_the_check_tells_an_owner_from_the_role(as_application):
    assert [one.id for one in connects_as_a_role_of_its_own(databases=["default"])] == ["history.W001"]
    as_application()
    assert connects_as_a_role_of_its_own(databases=["default"]) == []
