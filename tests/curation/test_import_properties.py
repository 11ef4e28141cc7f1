"""Of every model: an import taken back is as if it had not been, and what was edited since stays."""

from random import Random

import pghistory
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.translated import originals
from curation.descriptions import DESCRIPTIONS
from curation.importing.sheets import sheet_of
from curation.models import Batch, Tag
from curation.operations import imports
from curation.tags import put_on
from curation.undoing import take_back
from organisations.models import Organisation
from parks.models import Park
from partners.models import Agreement, Contact, Interaction
from tests.curation.files import told, written
from tests.curation.tables import READ_IN, Case, differences, whole_database
from tests.factories import CuratorFactory, TagFactory

pytestmark = pytest.mark.django_db
many = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
#: Made from rows, and of those that SQL writes not until the night.
FOUND_BY = {"search_entry", "curation_quality", "curation_namekey"}
FOLLOWING = {"sort_en", "sort_zh_hans", "translated"}
kinds = st.sampled_from(["csv", "xlsx"])
chances = st.integers(0, 2**32)
every_model = pytest.mark.parametrize("model", READ_IN, ids=lambda model: model.__name__)


class Apart(Exception):
    """Ends an example, so that the next one starts from nothing."""


def read_in(case: Case, kind: str) -> Batch | None:
    """The batch of the good rows; None where none was good."""
    file = SimpleUploadedFile(f"rows.{kind}", case.file(kind))
    owner = case.owner.pk if case.owner else ""
    with pghistory.context():
        import_ = imports.take_in(file, sheet=sheet_of(case.model), owner=owner, by=case.user)
        imports.choose_columns(import_, import_.mapping, by=case.user)
        imports.work_at(import_.pk)
        import_.refresh_from_db()
        done = written(import_, case.user, good_only=True, with_doubles=True)
    assert done.state == done.State.DONE, done.problem
    case.counts, case.refused = done.counts, told(done)
    return done.batch


def pks_of(model):
    return model._base_manager.values_list("pk", flat=True)


def tag_some(case: Case) -> Tag | None:
    """A tag, which some rows have by now; None where such rows have no tags."""
    if not DESCRIPTIONS[case.model].editing:
        return None
    tag = TagFactory()
    for row in case.model._base_manager.filter(pk__in=case.chance.sample(list(case.pks), 2)):
        put_on(row, [tag])
    return tag


def is_as_if_it_had_not_been(model, kind: str, number: int) -> dict:
    """Raises AssertionError. Returns what the file brought, by state"""
    with pytest.raises(Apart), transaction.atomic():
        case = Case(model, Random(number), CuratorFactory())
        tag = tag_some(case)
        known, before = set(pks_of(model)), whole_database()
        batch = read_in(case, kind)
        if tag:  # what came is tagged, too, before it goes
            with pghistory.context():
                for row in model._base_manager.exclude(pk__in=known):
                    put_on(row, [tag])
        after = whole_database()
        undoing = take_back(batch, case.user)
        assert undoing.conflicts == []
        assert differences(before, whole_database()) == {}
        take_back(undoing, case.user)
        assert differences(after, whole_database()) == {}
        raise Apart
    return case


@every_model
def test_an_import_taken_back_is_as_if_it_had_not_been(model):
    case = is_as_if_it_had_not_been(model, "csv", 7)
    assert case.counts.get("new"), case.refused
    assert case.counts.get("update") or not case.is_changeable, case.refused


@pytest.mark.slow
@every_model
def test_any_import_taken_back_is_as_if_it_had_not_been(model):
    @many
    @given(kind=kinds, number=chances)
    def hold(kind, number):
        is_as_if_it_had_not_been(model, kind, number)

    hold()


def leaves_and_lists_what_was_edited(model, kind: str, number: int) -> None:
    """Raises AssertionError"""
    with pytest.raises(Apart), transaction.atomic():
        case = Case(model, Random(number), CuratorFactory())
        before = whole_database()
        batch = read_in(case, kind)
        edits = edit_some(case)
        edited = whole_database()
        undoing = take_back(batch, case.user)
        after = whole_database()
        stay, conflicts = set(), set()
        for pk, (name, was) in edits.items():
            table, key = model._meta.db_table, repr((pk,))
            old, now = before[table].get(key), after[table][key]
            if old is None:
                assert now == edited[table][key]
                conflicts.add((pk, name))
                stay.add(pk)
                continue
            assert now[name] == edited[table][key][name]
            follows = {name, *FOLLOWING, *(field.name for field in originals(model))}
            assert {n for n in now if now[n] != old[n]} <= follows
            are_both_empty = was in ("", None) and old[name] in ("", None)
            if was != old[name] and not are_both_empty:
                conflicts.add((pk, name))
        assert {(one["pk"], one["field"]) for one in undoing.conflicts} == conflicts
        for table, keys in differences(before, after).items():
            rest = keys if table not in FOUND_BY else set()
            for key in rest - {repr((pk,)) for pk in edits if table == model._meta.db_table}:
                assert after[table][key] == edited[table].get(key)
                assert stay & set(after[table][key].values()), (
                    f"{table} {key} is left, and no part of what stays"
                )
        raise Apart


def edit_some(case: Case) -> dict:
    """Somebody edits some rows that were read in: by id the column, and what the import left in it."""
    rows = case.model._base_manager.exclude(pk__in=set(case.pks) - set(case.told)).order_by("pk")
    pks = [pk for pk in rows.values_list("pk", flat=True) if pk not in {one.pk for one in case.strangers}]
    edits = {}
    for pk in case.chance.sample(pks, min(2, len(pks))):
        old = rows.get(pk=pk)
        with pghistory.context():
            name = case.edit(pk, case.chance.choice(["form", "sql", "admin"]))
        if name:
            edits[pk] = name, getattr(old, name)
    return edits


@pytest.mark.parametrize("model", [Organisation, Park, Agreement, Contact, Interaction])
def test_what_was_edited_since_an_import_stays_and_is_listed(model):
    leaves_and_lists_what_was_edited(model, "csv", 11)


@pytest.mark.slow
@every_model
def test_whatever_was_edited_since_any_import_stays_and_is_listed(model):
    @many
    @given(kind=kinds, number=chances)
    def hold(kind, number):
        leaves_and_lists_what_was_edited(model, kind, number)

    hold()
