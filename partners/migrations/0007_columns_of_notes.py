import common.ids
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns for what stood in notes. The database knows the defaults: older code writes on."""

    dependencies = [
        ("partners", "0006_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedAddress",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="cla", primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="fingerprint")),
            ],
            options={
                "verbose_name": "address not to be written to",
                "verbose_name_plural": "addresses not to be written to",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="affiliation",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name="updated"
            ),
        ),
        migrations.AddField(
            model_name="affiliationevent",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, db_default=django.db.models.functions.datetime.Now(), verbose_name="updated"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="consent_source",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Such as a letter, a form or a talk.",
                max_length=200,
                verbose_name="where the consent comes from",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="do_not_contact_reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="why not to contact"
            ),
        ),
        migrations.AddField(
            model_name="contactevent",
            name="consent_source",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Such as a letter, a form or a talk.",
                max_length=200,
                verbose_name="where the consent comes from",
            ),
        ),
        migrations.AddField(
            model_name="contactevent",
            name="do_not_contact_reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="why not to contact"
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="sequence",
            field=models.PositiveIntegerField(
                blank=True,
                editable=False,
                help_text="Its SEQUENCE: a later version has a higher one.",
                null=True,
                verbose_name="version of the invitation",
            ),
        ),
        migrations.AddField(
            model_name="interactionevent",
            name="sequence",
            field=models.PositiveIntegerField(
                blank=True,
                editable=False,
                help_text="Its SEQUENCE: a later version has a higher one.",
                null=True,
                verbose_name="version of the invitation",
            ),
        ),
    ]
