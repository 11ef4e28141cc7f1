"""The text of an agreement: which columns it is, and the database's word that a final one is amended only.

Its parties and fields of cooperation are held with it. Another door stands open to them: merging two
rows of one body, and taking that back, changes who stands for a party and not who it is. The batch of
the merge (`curation.models.Batch`) is told to the database by the context of the history.
"""

import pgtrigger
from django.db import connection

from common.translated import columns_of

from .models import Agreement, AgreementParty

#: What the text says, by field, in the table of agreements.
FIELDS = ("title", "kind", "starts_on", "ends_on", "summary")
#: The setting of a transaction that holds the id of the agreement which it amends.
AMENDING = "parkway.amending"
REFUSAL = (
    "RAISE EXCEPTION 'A final text'"
    " USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_final_is_amended';"
)
#: Whether the statement belongs to a merge, or to the taking back of one.
MERGING = (
    "EXISTS (SELECT FROM curation_batch batch WHERE batch.id ="
    " NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'batch'"
    " AND (batch.kind = 'merge' OR batch.kind = 'undoing' AND NOT EXISTS"
    " (SELECT FROM curation_batch other WHERE other.undone_id = batch.id AND other.kind <> 'merge')))"
)


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
            f"IF current_setting('{AMENDING}', true) IS DISTINCT FROM OLD.id THEN {REFUSAL} END IF;"
            " RETURN NEW;"
        ),
    )
    pgtrigger.register(trigger)(Agreement)
    _hold_rows(AgreementParty, "agreement_id", "organisation_id", "role")
    _hold_rows(Agreement.fields_of_cooperation.through, "agreement_id", "term_id")


def _hold_rows(model, of_agreement: str, *said: str) -> None:
    """Let the database refuse rows that come to a final agreement, go, or say another thing.

    of_agreement, said   columns; what else a row has (who signed, when, its place) is not of the text
    """
    columns = (of_agreement, *said)
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    trigger = pgtrigger.Trigger(
        name="final_text_is_amended",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            f"IF (TG_OP <> 'UPDATE' OR ({before}) IS DISTINCT FROM ({after}))"  # noqa: S608
            " AND EXISTS (SELECT FROM partners_agreement held WHERE held.is_final"
            f" AND held.id IN (OLD.{of_agreement}, NEW.{of_agreement})"
            f" AND held.id IS DISTINCT FROM current_setting('{AMENDING}', true))"
            f" AND NOT {MERGING} THEN {REFUSAL} END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )
    pgtrigger.register(trigger)(model)


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
