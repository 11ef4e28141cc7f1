from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_replays")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="desk_seen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="desk last seen"),
        ),
    ]
