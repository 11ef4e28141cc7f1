"""Changes of names and parties are noted, and those that are here already."""

from django.db import migrations

from curation.keeping import notes_names

CONTACT, AGREEMENT = "partners.contact", "partners.agreement"
ALL = """
INSERT INTO curation_unkeyed (kind, record) SELECT 'partners.contact', id FROM partners_contact
    UNION ALL SELECT 'partners.agreement', id FROM partners_agreement;
"""
TOLD = ("owner_id", "name", "native_name", "email", "phone", "erased_at")


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_sequences"), ("curation", "0005_duplicates")]

    operations = [
        migrations.RunSQL(*notes_names("partners_contact", CONTACT, "id", *TOLD)),
        migrations.RunSQL(*notes_names("partners_agreement", AGREEMENT, "id", "title_en")),
        migrations.RunSQL(
            *notes_names("partners_agreementparty", AGREEMENT, "agreement_id", "organisation_id")
        ),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
    ]
