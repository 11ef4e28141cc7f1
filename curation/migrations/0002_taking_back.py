from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_batches")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="conflicts",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
