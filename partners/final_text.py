"""The text of an agreement: which columns it is, and the database's word that a final one is amended only."""

import pgtrigger
from django.db import connection

from common.translated import columns_of

from .models import Agreement

#: What the text says, by field; its parties and fields of cooperation stand in tables of their own.
FIELDS = ("title", "kind", "starts_on", "ends_on", "summary")
#: The setting of a transaction that holds the id of the agreement which it amends.
AMENDING = "parkway.amending"


def columns() -> list[str]:
    """The columns of the text, each language by itself."""
    return [column for name in FIELDS for column in columns_of(Agreement, name)]


def holds_final_text() -> None:
    """Let the database refuse every change of a final text but by an amendment.

    Called at the end of ``translation.py``, when the columns of the languages are known.
    """
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns())
    trigger = pgtrigger.Trigger(
        name="final_text_is_amended",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.is_final AND ({changed})"),
        func=(
            f"IF current_setting('{AMENDING}', true) IS DISTINCT FROM OLD.id THEN"
            " RAISE EXCEPTION 'A final text'"
            " USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_final_is_amended';"
            " END IF; RETURN NEW;"
        ),
    )
    pgtrigger.register(trigger)(Agreement)


class amending:
    """While it lasts, within a transaction, the database lets the text of this agreement change."""

    def __init__(self, agreement: Agreement):
        self.agreement = agreement

    def __enter__(self):
        _set(self.agreement.pk)

    def __exit__(self, *error):
        if not any(error):  # else the transaction is broken, and takes the setting back itself
            _set("")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [AMENDING, value])
