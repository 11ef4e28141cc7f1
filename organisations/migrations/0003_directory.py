import common.choices
import common.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What public registries tell of bodies, and the loads of it."""

    dependencies = [
        ("curation", "0001_batches"),
        ("organisations", "0002_words_in_names"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        # Django sees no other column type here, so the rule of the choices is told to the database by hand.
        migrations.RunSQL(
            """
                    ALTER TABLE organisations_organisationrelation
                        DROP CONSTRAINT organisations_organisationrelation_kind_check;
                    ALTER TABLE organisations_organisationrelation
                        ADD CONSTRAINT organisations_organisationrelation_kind_check CHECK (kind IN
                        ('predecessor', 'subsidiary', 'shareholder', 'established_with', 'operates',
                        'hosted_by', 'located_in', 'cooperates', 'advises', 'covers', 'related'));
                    """,
            """
                    ALTER TABLE organisations_organisationrelation
                        DROP CONSTRAINT organisations_organisationrelation_kind_check;
                    ALTER TABLE organisations_organisationrelation
                        ADD CONSTRAINT organisations_organisationrelation_kind_check CHECK (kind IN
                        ('predecessor', 'subsidiary', 'shareholder', 'established_with', 'operates',
                        'hosted_by', 'located_in', 'cooperates', 'advises', 'covers'));
                    """,
        ),
        migrations.AlterField(
            model_name="organisationrelation",
            name="kind",
            field=common.choices.ChoiceField(
                choices=[
                    ("predecessor", "is the predecessor of"),
                    ("subsidiary", "is a subsidiary of"),
                    ("shareholder", "holds shares in"),
                    ("established_with", "was established in reliance on"),
                    ("operates", "develops, builds and operates"),
                    ("hosted_by", "is hosted by"),
                    ("located_in", "is located in"),
                    ("cooperates", "cooperates with"),
                    ("advises", "advises"),
                    ("covers", "covers"),
                    ("related", "is related to"),
                ],
                max_length=20,
                verbose_name="relation",
            ),
        ),
        migrations.AlterField(
            model_name="organisationrelationevent",
            name="kind",
            field=common.choices.ChoiceField(
                choices=[
                    ("predecessor", "is the predecessor of"),
                    ("subsidiary", "is a subsidiary of"),
                    ("shareholder", "holds shares in"),
                    ("established_with", "was established in reliance on"),
                    ("operates", "develops, builds and operates"),
                    ("hosted_by", "is hosted by"),
                    ("located_in", "is located in"),
                    ("cooperates", "cooperates with"),
                    ("advises", "advises"),
                    ("covers", "covers"),
                    ("related", "is related to"),
                ],
                max_length=20,
                verbose_name="relation",
            ),
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="dir", primary_key=True, serialize=False)),
                (
                    "registry",
                    common.choices.ChoiceField(
                        choices=[("ror", "ROR"), ("parks", "list of science parks")],
                        max_length=20,
                        verbose_name="registry",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "status",
                    common.choices.ChoiceField(
                        choices=[("active", "active"), ("inactive", "inactive"), ("withdrawn", "withdrawn")],
                        default="active",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("replaced_by", models.CharField(blank=True, max_length=60, verbose_name="replaced by")),
                ("record", models.JSONField(default=dict, verbose_name="as told")),
                ("digest", models.CharField(blank=True, max_length=32)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="directory_entries",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a registry",
                "verbose_name_plural": "entries of registries",
                "ordering": ["registry", "code"],
            },
        ),
        migrations.CreateModel(
            name="DirectoryEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", common.ids.OpaqueIdField(prefix="dir", primary_key=False, serialize=False)),
                (
                    "registry",
                    common.choices.ChoiceField(
                        choices=[("ror", "ROR"), ("parks", "list of science parks")],
                        max_length=20,
                        verbose_name="registry",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "status",
                    common.choices.ChoiceField(
                        choices=[("active", "active"), ("inactive", "inactive"), ("withdrawn", "withdrawn")],
                        default="active",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("replaced_by", models.CharField(blank=True, max_length=60, verbose_name="replaced by")),
                ("record", models.JSONField(default=dict, verbose_name="as told")),
                ("digest", models.CharField(blank=True, max_length=32)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                        verbose_name="organisation",
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
                        to="organisations.directoryentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DirectoryLoad",
            fields=[
                ("id", common.ids.OpaqueIdField(prefix="dld", primary_key=True, serialize=False)),
                (
                    "registry",
                    common.choices.ChoiceField(
                        choices=[("ror", "ROR"), ("parks", "list of science parks")],
                        max_length=20,
                        verbose_name="registry",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "state",
                    common.choices.ChoiceField(
                        choices=[
                            ("reading", "reading"),
                            ("writing", "writing"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="reading",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("progress", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                ("doubtful", models.JSONField(default=list, verbose_name="doubtful")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="what went wrong")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "batch",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="directory_load",
                        to="curation.batch",
                        verbose_name="batch of changes",
                    ),
                ),
            ],
            options={
                "verbose_name": "load of a directory",
                "verbose_name_plural": "loads of directories",
                "ordering": ["-started_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="directoryentry",
            constraint=models.UniqueConstraint(
                fields=("registry", "code"), name="directory_entry_once_per_registry"
            ),
        ),
    ]
