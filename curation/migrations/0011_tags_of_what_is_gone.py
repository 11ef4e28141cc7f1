"""Tags of records that were deleted or erased before tags went with them."""

from django.db import migrations

GONE = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT DISTINCT kind, to_regclass(quote_ident(replace(kind, '.', '_'))) AS there FROM curation_tagging
    LOOP
        IF one.there IS NULL THEN
            DELETE FROM curation_tagging WHERE kind = one.kind;
        ELSE
            EXECUTE format('DELETE FROM curation_tagging t WHERE kind = $1'
                ' AND NOT EXISTS (SELECT FROM %s r WHERE r.id = t.record)', one.there) USING one.kind;
        END IF;
        IF one.kind = 'partners.contact' THEN
            DELETE FROM curation_tagging t USING partners_contact r
            WHERE t.kind = one.kind AND r.id = t.record AND r.erased_at IS NOT NULL;
        END IF;
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("curation", "0010_tags")]

    operations = [migrations.RunSQL(GONE, migrations.RunSQL.noop)]
