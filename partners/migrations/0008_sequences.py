from django.db import migrations

MOVE = """
    UPDATE partners_interaction
    SET sequence = LEAST(split_part(submission, ':', 1)::bigint, 2147483647), submission = ''
    WHERE origin = 'calendar' AND submission ~ '^[0-9]{1,10}:[0-9a-f]{48}$'
"""


class Migration(migrations.Migration):
    """The version of an invitation leaves the mark of a form, where it stood; what is no such mark stays."""

    dependencies = [("partners", "0007_columns_of_notes")]

    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop, elidable=True)]
