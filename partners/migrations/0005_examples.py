from django.db import migrations, models


class Migration(migrations.Migration):
    """Say what is made up. The database knows the default: nothing is rewritten, and older code writes on."""

    dependencies = [
        ("partners", "0004_what_is_new"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="is_example",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Made up to show how the portal works; shown as such.",
                verbose_name="example",
            ),
        ),
        migrations.AddField(
            model_name="contactevent",
            name="is_example",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Made up to show how the portal works; shown as such.",
                verbose_name="example",
            ),
        ),
        migrations.AddField(
            model_name="interaction",
            name="is_example",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Made up to show how the portal works; shown as such.",
                verbose_name="example",
            ),
        ),
        migrations.AddField(
            model_name="interactionevent",
            name="is_example",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Made up to show how the portal works; shown as such.",
                verbose_name="example",
            ),
        ),
    ]
