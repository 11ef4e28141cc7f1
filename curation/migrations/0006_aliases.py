import common.ids

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0005_duplicates"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="als", primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("old_id", models.CharField(max_length=40, verbose_name="old id")),
                ("old_slug", models.CharField(blank=True, max_length=100, verbose_name="old slug")),
                ("kept_id", models.CharField(max_length=40, verbose_name="id of the kept record")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="curation.batch",
                        verbose_name="merge",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["old_slug"], name="alias_by_slug"),
                    models.Index(fields=["kind", "kept_id"], name="alias_of_a_row"),
                ],
                "constraints": [models.UniqueConstraint(fields=("old_id",), name="alias_once")],
            },
        ),
        migrations.CreateModel(
            name="AliasEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", common.ids.OpaqueIdField(prefix="als", primary_key=False, serialize=False)),
                ("kind", models.CharField(max_length=100, verbose_name="kind")),
                ("old_id", models.CharField(max_length=40, verbose_name="old id")),
                ("old_slug", models.CharField(blank=True, max_length=100, verbose_name="old slug")),
                ("kept_id", models.CharField(max_length=40, verbose_name="id of the kept record")),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="curation.batch",
                        verbose_name="merge",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="curation.alias",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
