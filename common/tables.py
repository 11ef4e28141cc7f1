"""How a migration makes many tables at once."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Several `CreateModel`, for which Django draws its picture of all models once, not once for each.

    Nearly all models hang together by their keys, so that each step of a migration draws nearly all of them
    anew: that, and no work of the database, was what a new database took its time for. Each model comes
    complete, with its keys, constraints and indexes. Keys may point to models further down: they are made
    after all the tables. A many-to-many field with a table of its own follows as `AddField`.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel]):
        self.operations = operations

    def deconstruct(self) -> tuple[str, list, dict]:
        return type(self).__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without a picture nothing is drawn for each; the next who asks for `state.apps` gets it whole.
        state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create models {', '.join(each.name for each in self.operations)}"
