"""Users who stand in private rows, by what the pages call them."""

from .roles import CLOSED
from .shapes import Field


class UserName(Field):
    """What the user behind a foreign key is called; null where there is none, or nobody any more."""

    def sql(self, row):
        name, email = row.column(f"{self._of}__name"), row.column(f"{self._of}__email")
        return f"COALESCE(NULLIF({name}, ''), {_still_somebody(email)})"

    @property
    def _of(self) -> str:
        return self.path or self.name

    def schema(self, model):
        return self._described({"type": ["string", "null"]})

    def models(self, model):
        yield model
        yield model._meta.get_field(self._of).related_model


class UserEmail(UserName):
    """The e-mail address of the user behind a foreign key: the colleague's name in what is written."""

    def sql(self, row):
        return _still_somebody(row.column(f"{self._of}__email"))


def _still_somebody(email: str) -> str:
    """The address, unless it is what a closed account leaves."""
    return f"CASE WHEN right({email}, {len(CLOSED)}) <> '{CLOSED}' THEN {email} END"
