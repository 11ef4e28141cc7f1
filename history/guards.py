"""What the database lets nobody do to the history: change it, drop it, or say later that another wrote it."""

from collections.abc import Mapping
from typing import Any

import pgtrigger

#: The setting of `history.erasing`, whose function alone runs as the owner of the tables.
ERASING = "parkway.erasing"
REFUSAL = (
    "RAISE EXCEPTION 'History is only added to'"
    " USING ERRCODE = 'check_violation', CONSTRAINT = 'history_is_kept';"
)
IS_OWNER = "(SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = TG_RELID)"


class Sql(str):
    """An expression in the words of the trigger: OLD is the state."""


def is_kept(events, erased: Mapping[str, Any] | None = None) -> None:
    """Let the database refuse every change of what history wrote, but by an erasure.

    erased   what its columns say after one; empty where the states go altogether, None where nobody erases
    """
    refused = f"current_setting('{ERASING}', true) IS DISTINCT FROM 'on' OR NOT {IS_OWNER}"
    if erased is None:
        body = REFUSAL
    elif not erased:
        body = f"IF TG_OP <> 'DELETE' OR {refused} THEN {REFUSAL} END IF; RETURN OLD;"
    else:
        blank = " ".join(f"NEW.{column} := {_literal(value)};" for column, value in erased.items())
        body = f"IF TG_OP <> 'UPDATE' OR {refused} THEN {REFUSAL} END IF; NEW := OLD; {blank} RETURN NEW;"
    operation = pgtrigger.Update | pgtrigger.Delete
    _register(events, name="history_is_kept", operation=operation, func=body)
    _register(
        events,
        name="history_is_not_emptied",
        level=pgtrigger.Statement,
        operation=pgtrigger.Truncate,
        func=REFUSAL,
    )


def authors_are_kept(contexts) -> None:
    """A context grows while its request runs; what an earlier transaction said in it stays."""
    lost = "NOT NEW.metadata - 'batch' - 'url' @> OLD.metadata - 'batch' - 'url'"
    body = (
        f"IF TG_OP = 'DELETE' THEN {REFUSAL} END IF;"
        f" IF (NEW.id, NEW.created_at) <> (OLD.id, OLD.created_at)"
        f" OR OLD.created_at < now() AND ({lost}) THEN {REFUSAL} END IF; RETURN NEW;"
    )
    _register(contexts, name="authors_are_kept", operation=pgtrigger.Update | pgtrigger.Delete, func=body)


def _register(model, **trigger: Any) -> None:
    pgtrigger.register(pgtrigger.Trigger(when=pgtrigger.Before, **trigger))(model)


def _literal(value: Any) -> str:
    if isinstance(value, Sql):
        return value
    if value is None:
        return "NULL"
    text = "{}" if value == [] else str(value).replace("'", "''")
    return f"'{text}'"
