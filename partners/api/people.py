"""Who was at a meeting, by what the pages call them."""

from common.shapes import Field


class AttendeeName(Field):
    """The name of who was there: the contact's, the colleague's, or as it was written down."""

    def sql(self, row):
        known = row.column("contact__name"), row.column("user__name"), row.column("user__email")
        names = ", ".join(f"NULLIF({column}, '')" for column in known)
        return f"COALESCE({names}, {row.column('name')})"

    def schema(self, model):
        return self._described({"type": "string"})

    def models(self, model):
        yield model
        for name in ("contact", "user"):
            yield model._meta.get_field(name).related_model
