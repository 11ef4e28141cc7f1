"""Trees stay trees: nothing lies below itself, however far down."""

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.utils.translation import gettext_lazy as _

#: All above a row, itself included; UNION ends the walk where a ring already is.
ABOVE = """
    WITH RECURSIVE above(id, up) AS (
        SELECT {key}, {column} FROM {table} WHERE {key} = {start}
        UNION SELECT t.{key}, t.{column} FROM {table} t JOIN above ON t.{key} = above.up
    ) SELECT 1 FROM above WHERE id = {row}
"""
# The lock makes two who hang two branches below each other at the same time wait for one another.
CREATE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $ring$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('{name}'));
    IF EXISTS ({above}) THEN
        RAISE EXCEPTION 'A ring in {table}'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NEW;
END $ring$;
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {column} ON {table}
    FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION {name}();
"""
REMOVE = "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class NoRing(models.BaseConstraint):
    """The rows above a row, by a key to its own table, never lead back to it.

    Held by a trigger, as no check can look at other rows; told to forms like any constraint.
    """

    default_violation_error_message = _("It cannot lie below something that lies below it.")

    def __init__(self, *, field: str, name: str, **kwargs):
        self.field = field
        super().__init__(name=name, **kwargs)

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def __eq__(self, other):
        return isinstance(other, NoRing) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__

    def _words(self, model) -> dict[str, str]:
        opts = model._meta
        return {
            "table": opts.db_table,
            "key": opts.pk.column,
            "column": opts.get_field(self.field).column,
            "name": self.name,
        }

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        words = self._words(model)
        above = ABOVE.format(**words, start=f"NEW.{words['column']}", row=f"NEW.{words['key']}")
        return CREATE.format(**words, above=above)

    def remove_sql(self, model, schema_editor):
        return REMOVE.format(**self._words(model))

    def validate(self, model, instance, exclude=None, using="default"):
        parent = getattr(instance, model._meta.get_field(self.field).attname)
        if parent is None or (exclude and self.field in exclude):
            return
        with connections[using].cursor() as cursor:
            cursor.execute(ABOVE.format(**self._words(model), start="%s", row="%s"), [parent, instance.pk])
            if cursor.fetchone():
                raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
