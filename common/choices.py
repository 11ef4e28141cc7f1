"""Text that is one of a few, for certain."""

from django.db import models


class ChoiceField(models.CharField):
    """A CharField whose choices the database holds too, so that no way of writing brings another.

    Not held in the tables of the history: what was once a choice stays readable there.
    """

    # Other choices are another rule of the database, so a migration must see them.
    non_db_attrs = tuple(name for name in models.CharField.non_db_attrs if name != "choices")

    def db_check(self, connection):
        if any(field.name == "pgh_id" for field in self.model._meta.local_fields):
            return None
        codes = [str(value) for value, label in self.flatchoices]
        if self.blank:
            codes.append("")
        told = ", ".join(f"'{code}'" for code in dict.fromkeys(codes))
        return f"{connection.ops.quote_name(self.column)} IN ({told})"
