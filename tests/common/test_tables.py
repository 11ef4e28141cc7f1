"""Many tables that a migration makes at once are those that it would make one by one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from common.tables import CreateModels


def shelf_and_book() -> list[migrations.CreateModel]:
    """The shelf's key points to the book, which is made after it."""
    shelf = migrations.CreateModel(
        name="Shelf",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("code", models.CharField(max_length=5)),
            ("favourite", models.ForeignKey("common.book", models.CASCADE, null=True, related_name="+")),
        ],
        options={
            "constraints": [
                models.CheckConstraint(condition=~models.Q(code=""), name="shelf_has_code"),
                models.UniqueConstraint("code", condition=models.Q(id__gt=0), name="shelf_unique"),
            ],
            "indexes": [models.Index(fields=["code", "id"], name="shelf_by_code")],
        },
    )
    book = migrations.CreateModel(
        name="Book",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("shelf", models.ForeignKey("common.shelf", models.PROTECT, related_name="+")),
        ],
    )
    return [shelf, book]


def one_by_one() -> list[Operation]:
    """As `makemigrations` writes what points to what comes later."""
    shelf, book = shelf_and_book()
    name, key = shelf.fields.pop()
    return [shelf, book, migrations.AddField("shelf", name, key)]


def applied(operations: list[Operation]) -> ProjectState:
    migration = type("Migration", (migrations.Migration,), {"operations": operations})(
        "0001_tables", "common"
    )
    with connection.schema_editor() as editor:
        return migration.apply(ProjectState(), editor)


def tables() -> dict[str, tuple[list, set]]:
    """The columns of the tables there are, and their keys, constraints and indexes."""
    with connection.cursor() as cursor:
        of = connection.introspection
        return {
            name: (
                [(column.name, column.type_code) for column in of.get_table_description(cursor, name)],
                {
                    (
                        tuple(each["columns"]),
                        each["foreign_key"],
                        each["unique"],
                        each["check"],
                        each["index"],
                    )
                    for each in of.get_constraints(cursor, name).values()
                },
            )
            for name in ("common_shelf", "common_book")
            if name in of.table_names(cursor)
        }


def made_by(operations: list[Operation]):
    """What is there after them; then the tables are gone again."""
    state = applied(operations)
    found = tables()
    with connection.schema_editor() as editor:
        for name in ("book", "shelf"):
            editor.execute(f"DROP TABLE common_{name} CASCADE")
    return state, found


@pytest.mark.django_db(transaction=True)
def test_tables_made_at_once_are_those_made_one_by_one():
    state, at_once = made_by([CreateModels(operations=shelf_and_book())])
    state_of_each, each = made_by(one_by_one())
    assert at_once == each
    assert (("favourite_id",), ("common_book", "id"), False, False, False) in at_once["common_shelf"][1]
    assert state == state_of_each


@pytest.mark.django_db(transaction=True)
def test_tables_made_at_once_go_at_once():
    together = CreateModels(operations=shelf_and_book())
    state = applied([together])
    with connection.schema_editor() as editor:
        together.database_backwards("common", editor, state, ProjectState())
    assert tables() == {}


def test_a_step_after_it_sees_its_models():
    state = ProjectState()
    assert not list(state.apps.get_models())  # a picture that has none of them
    CreateModels(operations=shelf_and_book()).state_forwards("common", state)
    assert state.apps.get_model("common", "Book")._meta.get_field("shelf").related_model.__name__ == "Shelf"


def test_it_can_be_written_into_a_migration():
    text, imports = OperationWriter(CreateModels(operations=shelf_and_book()), indentation=0).serialize()
    assert text.startswith("common.tables.CreateModels(\n    operations=[\n        migrations.CreateModel(")
    assert "import common.tables" in imports
