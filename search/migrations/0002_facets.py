import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """The countries of an entry become facets like others; the rest of them comes with `manage.py reindex`."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField("entry", "newest_at", models.DateTimeField(null=True)),
        migrations.AddField("entry", "starts_at", models.DateTimeField(null=True)),
        migrations.AddField("entry", "closes_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "entry",
            "facets",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=160), blank=True, default=list, size=None
            ),
        ),
        migrations.RunSQL(
            "UPDATE search_entry SET facets ="
            " (SELECT array_agg('country:' || code ORDER BY code) FROM unnest(countries) code)"
            " WHERE countries <> '{}'",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("entry", "search_entry_countries"),
        migrations.RemoveField("entry", "countries"),
        migrations.AddIndex(
            "entry", django.contrib.postgres.indexes.GinIndex(fields=["facets"], name="search_entry_facets")
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["kind", "-newest_at", "-id"], name="search_entry_newest")
        ),
    ]
