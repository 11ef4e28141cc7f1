"""Users and others who stand in private rows, by what the pages call them."""

from common.shapes import Field


class UserName(Field):
    """What the user behind a foreign key is called; null where there is none."""

    def sql(self, row):
        path = self.path or self.name
        name, email = row.column(f"{path}__name"), row.column(f"{path}__email")
        return f"COALESCE(NULLIF({name}, ''), {email})"

    def schema(self, model):
        return self._described({"type": ["string", "null"]})

    def models(self, model):
        yield model
        yield model._meta.get_field(self.path or self.name).related_model


class UserEmail(UserName):
    """The e-mail address of the user behind a foreign key: the colleague's name in what is written."""

    def sql(self, row):
        return row.column(f"{self.path or self.name}__email")


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
