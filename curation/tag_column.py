"""The tags of a row as a column of tables and files, as far as the reader uses them."""

from django.core.exceptions import EmptyResultSet
from django.utils.translation import gettext as _

from common.columns import LIST, Column
from common.shapes import column_of

from .models import Tag

NAMES = """ARRAY(
    SELECT DISTINCT t.name COLLATE "C" FROM curation_tagging g JOIN curation_tag t ON t.id = g.tag_id
    WHERE g.record = {record} AND t.id IN ({seen}) ORDER BY 1
)"""


class OfTags(Column):
    """Their names; two tags of one name, of different organisations, are told once."""

    kind = LIST
    only_asked = True

    @property
    def label(self):
        return _("Tags")

    def sql(self, statement, alias):
        seen = Tag.objects.visible_to(statement.reader.user).order_by().values("pk")
        try:
            sql, params = seen.query.sql_with_params()
        except EmptyResultSet:  # who is signed out uses none
            return "ARRAY[]::text[]"
        statement.params += params
        return NAMES.format(record=f"{alias}.{column_of(self.model, 'pk')}", seen=sql)
