import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_api_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Replay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255, verbose_name="key")),
                ("asked", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("headers", models.JSONField(default=dict)),
                ("content", models.TextField(blank=True)),
                ("record", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept answer",
                "verbose_name_plural": "kept answers",
                "indexes": [
                    models.Index(fields=["made_at"], name="replay_by_age"),
                    models.Index(fields=["record"], name="replay_of_record"),
                ],
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="replay_once_per_key")],
            },
        ),
    ]
