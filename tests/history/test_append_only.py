"""What history wrote is only added to: the database refuses every change of it but an erasure."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Q

from history.models import Link, events_of
from history.operations import erase, note_erasure
from organisations.models import Organisation
from partners.models.contacts import ERASED
from tests.factories import AgreementFactory, ContactFactory, OrganisationFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db
STATES = events_of(Organisation)


def test_every_table_of_history_has_the_guard():
    tables = {events_of(model)._meta.db_table for model in apps.get_models() if events_of(model)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_history_is_kept%%' AND tgenabled = 'O'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == tables | {Link._meta.db_table}


@pytest.mark.django_db(transaction=True)
def test_no_table_of_history_is_emptied():
    OrganisationFactory(name_en="As it was")
    for table in (STATES._meta.db_table, Link._meta.db_table):
        with pytest.raises(DatabaseError, match="only added to"), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert STATES._base_manager.filter(name_en="As it was").count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("way", ["rows", "sql"])
def test_states_are_neither_changed_nor_dropped(change, way):
    OrganisationFactory(name_en="As it was")
    table = STATES._meta.db_table
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        if way == "rows":
            rows = STATES._base_manager.all()
            rows.update(name_en="Never so") if change == "update" else rows.delete()
        else:
            with connection.cursor() as cursor:
                verb = f"UPDATE {table} SET name_en = ''" if change == "update" else f"DELETE FROM {table}"
                cursor.execute(verb)
    assert STATES._base_manager.filter(name_en="As it was").count() == 1


def test_what_was_joined_stays_told():
    AgreementFactory().fields_of_cooperation.add(TermFactory())
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        Link.objects.all().delete()
    assert Link.objects.count() == 1


def test_the_guard_stands_again_after_an_erasure_in_the_same_transaction():
    contact = ContactFactory(name="Amina")
    noted = note_erasure(contact, by=UserFactory())
    assert erase(type(contact), Q(pgh_obj_id=contact.pk), noted) == 1
    assert events_of(type(contact))._base_manager.get().name == ERASED
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        events_of(type(contact))._base_manager.all().delete()
