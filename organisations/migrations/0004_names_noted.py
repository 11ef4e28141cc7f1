"""Changes of names and identifiers are noted, and those that are here already."""

from django.db import migrations

from curation.keeping import notes_names

BODY, PERSON = "organisations.organisation", "organisations.person"
ALL = """
INSERT INTO curation_unkeyed (kind, record) SELECT 'organisations.organisation', id FROM organisations_organisation
    UNION ALL SELECT 'organisations.person', id FROM organisations_person;
"""
TOLD = ("name_en", "name_zh_hans", "country", "city_en", "city_zh_hans", "website")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_directory"), ("curation", "0005_duplicates")]

    operations = [
        migrations.RunSQL(*notes_names("organisations_organisation", BODY, "id", *TOLD)),
        migrations.RunSQL(
            *notes_names("organisations_organisationname", BODY, "organisation_id", "text", "kind")
        ),
        migrations.RunSQL(
            *notes_names("organisations_identifier", BODY, "organisation_id", "scheme", "value")
        ),
        migrations.RunSQL(*notes_names("organisations_person", PERSON, "id", "name_en", "name_zh_hans")),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
    ]
