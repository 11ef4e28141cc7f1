from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Each mail asks whether its address said no; made while the table is read and written."""

    atomic = False

    dependencies = [("partners", "0005_examples")]

    operations = [
        AddIndexConcurrently("contact", models.Index(Upper("email"), name="contact_email_in_any_case")),
    ]
