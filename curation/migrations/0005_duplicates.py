import common.choices
import common.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from curation.keeping import FUNCTION


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0004_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Unkeyed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("record", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("record", models.CharField(max_length=40)),
                ("key", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key"], include=("record",), name="name_key"),
                    models.Index(fields=["record"], name="name_key_of_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="dup", primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60, verbose_name="kind of record")),
                ("first", models.CharField(max_length=40, verbose_name="one")),
                ("second", models.CharField(max_length=40, verbose_name="the other")),
                ("score", models.PositiveSmallIntegerField(default=0, verbose_name="likeness")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="reasons",
                    ),
                ),
                (
                    "state",
                    common.choices.ChoiceField(
                        choices=[
                            ("open", "open"),
                            ("not_same", "not the same"),
                            ("gone", "one is merged or deleted"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("digest", models.CharField(blank=True, max_length=40)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
                "ordering": ["-score", "id"],
                "indexes": [
                    models.Index(fields=["state", "kind", "-score", "id"], name="duplicate_queue"),
                    models.Index(fields=["second"], name="duplicate_of_second"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "first", "second"), name="duplicate_pair_once"),
                    models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_of_another"),
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION parkway_names_changed()"),
    ]
