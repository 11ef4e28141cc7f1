import common.choices
import common.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0002_taking_back"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="bed", primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("kind", models.CharField(max_length=100, verbose_name="kind of record")),
                ("label", models.CharField(max_length=300, verbose_name="what it was")),
                ("change", models.JSONField(verbose_name="change")),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="rows"
                    ),
                ),
                ("is_all_or_nothing", models.BooleanField(default=False, verbose_name="all or nothing")),
                (
                    "state",
                    common.choices.ChoiceField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("refused", "nothing was changed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("same", models.PositiveIntegerField(default=0, verbose_name="were so already")),
                ("left_out", models.PositiveIntegerField(default=0, verbose_name="left out")),
                ("refused", models.JSONField(default=list, verbose_name="rows that were left out")),
                ("submission", models.CharField(max_length=64)),
                (
                    "batch",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curation.batch",
                        verbose_name="batch of changes",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "edit of many rows",
                "verbose_name_plural": "edits of many rows",
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("made_by", "submission"), name="bulk_edit_submitted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ids", []), _negated=True), name="bulk_edit_of_some_rows"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("route", models.CharField(max_length=100, verbose_name="list")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None, verbose_name="columns"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chosen_columns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "chosen columns",
                "verbose_name_plural": "chosen columns",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "route"), name="columns_chosen_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="flt", primary_key=True, serialize=False)),
                ("route", models.CharField(max_length=100, verbose_name="list")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="filter")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "is_for_curators",
                    models.BooleanField(default=False, verbose_name="shared with curators"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="saved")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
                (
                    "shared_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="shared with",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("made_by", "route", "name"),
                        name="saved_filter_named_once",
                        violation_error_message="You already have a filter of this name here.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="saved_filter_has_a_name"
                    ),
                ],
            },
        ),
    ]
