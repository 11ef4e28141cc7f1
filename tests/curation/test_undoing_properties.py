"""Whatever a batch wrote, taking it back leaves what was there before; what was edited since stays."""

from contextlib import suppress

import pghistory
import pytest
from django.db import transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.effects import tables
from curation.models import Batch, Tag
from curation.tags import named, put_on, take_off
from curation.undoing import take_back
from organisations.models import Organisation, OrganisationName
from tests.factories import (
    CuratorFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    PartnerFactory,
    PassageFactory,
    TagFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ROWS = 3
TEXTS = st.sampled_from(["", "Kyiv", "北京", "São Paulo"])
WHAT = ["create", "name", "rename", "move", "city", "cite", "leave", "forget", "partner", "tag", "untag"]


def deeds_of(*what):
    """What is done, to which of the rows, with which text."""
    return st.lists(st.tuples(st.sampled_from(what), st.integers(0, ROWS - 1), TEXTS), max_size=8)


def do(deed, bodies, passage):
    what, number, text = deed
    body = bodies[number]
    if what != "create" and not Organisation.objects.filter(pk=body.pk).exists():
        return
    if what == "create":
        new = OrganisationFactory(city_en=text)
        OrganisationNameFactory(organisation=new)
        new.passages.add(passage)
        put_on(new, [named(text or "new", None)])
    elif what == "tag":
        put_on(body, [named(text or "none", None)])
    elif what == "untag":
        take_off(body, Tag.objects.all())
    elif what == "delete":
        with suppress(ProtectedError):
            Organisation.objects.filter(pk=body.pk).delete()
    elif what == "name":
        OrganisationNameFactory(organisation=body)
    elif what == "rename" and text:
        OrganisationName.objects.filter(organisation=body).update(note=text)
    elif what == "move":
        OrganisationName.objects.filter(organisation=body).update(organisation=bodies[(number + 1) % ROWS])
    elif what == "city":
        Organisation.objects.filter(pk=body.pk).update(city_en=text)
    elif what == "cite":
        body.passages.add(passage)
    elif what == "leave":
        body.passages.clear()
    elif what == "forget":
        body.names.all().delete()
    elif what == "partner" and not hasattr(Organisation.objects.get(pk=body.pk), "partner"):
        PartnerFactory(organisation=body)


def snapshot():
    """Every row of every table with a history, but for the moments of saving; and the links."""
    rows = {}
    for table in tables():
        names = [f.attname for f in table.model._meta.concrete_fields if not getattr(f, "auto_now", False)]
        rows[table.resource] = sorted(map(repr, table.model._base_manager.values_list(*names)))
        for many in table.model._meta.local_many_to_many:
            through = many.remote_field.through
            if through._meta.auto_created:
                ends = many.m2m_column_name(), many.m2m_reverse_name()
                rows[through._meta.db_table] = sorted(through._base_manager.values_list(*ends))
    return rows


class Apart(Exception):
    """Ends an example, so that the next one starts from nothing."""


@few
@given(deeds=deeds_of(*WHAT, "delete"))
def test_taking_back_is_the_identity(deeds):
    with pytest.raises(Apart), transaction.atomic():
        by, passage = CuratorFactory(), PassageFactory()
        bodies = OrganisationFactory.create_batch(ROWS)
        for body in bodies:
            OrganisationNameFactory(organisation=body)
        bodies[0].passages.add(passage)
        put_on(bodies[0], [named("Kyiv", None), TagFactory(owner=bodies[1])])
        batch = Batch.objects.create(kind=Batch.Kind.EDIT, label="many", made_by=by)
        before = snapshot()
        with batch.recorded():
            for deed in deeds:
                do(deed, bodies, passage)
        after = snapshot()
        undoing = take_back(batch, by)
        assert undoing.conflicts == []
        assert snapshot() == before
        take_back(undoing, by)
        assert snapshot() == after
        raise Apart


@few
@given(deeds=deeds_of(*WHAT), edited=st.integers(0, ROWS - 1), written=TEXTS)
def test_what_was_edited_since_stays_and_is_listed(deeds, edited, written):
    with pytest.raises(Apart), transaction.atomic():
        by, passage = CuratorFactory(), PassageFactory()
        bodies = OrganisationFactory.create_batch(ROWS, city_en="Lviv")
        batch = Batch.objects.create(kind=Batch.Kind.EDIT, label="many", made_by=by)
        with batch.recorded():
            for deed in deeds:
                do(deed, bodies, passage)
        ours = Organisation.objects.get(pk=bodies[edited].pk).city_en
        with pghistory.context():
            Organisation.objects.filter(pk=bodies[edited].pk).update(city_en=written)
        undoing = take_back(batch, by)
        cities = [Organisation.objects.get(pk=body.pk).city_en for body in bodies]
        is_conflict = ours != "Lviv" and written not in (ours, "Lviv")
        left = written if is_conflict or ours == "Lviv" or written == "Lviv" else "Lviv"
        assert cities == [left if n == edited else "Lviv" for n in range(ROWS)]
        listed = [(c["pk"], c["field"]) for c in undoing.conflicts]
        assert listed == ([(bodies[edited].pk, "city_en")] if is_conflict else [])
        raise Apart
