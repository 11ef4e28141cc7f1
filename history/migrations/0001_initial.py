from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

# Two functions that constraints of many tables use; immutable, so that an index may hold them.
FUNCTIONS = """
CREATE FUNCTION parkway_is_day(day text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  PERFORM make_date(substr(day, 1, 4)::int, substr(day, 6, 2)::int, substr(day, 9, 2)::int);
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END $$;

CREATE FUNCTION parkway_period(first_day text, last_day text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- A period that ends before it starts is empty here; a check constraint refuses it in words.
  SELECT CASE WHEN last < first THEN 'empty'::daterange ELSE daterange(first, last, '[]') END
  FROM (SELECT
    make_date(substr(first_day, 1, 4)::int,
              coalesce(nullif(substr(first_day, 6, 2), '')::int, 1),
              coalesce(nullif(substr(first_day, 9, 2), '')::int, 1)) AS first,
    make_date(substr(last_day, 1, 4)::int,
              coalesce(nullif(substr(last_day, 6, 2), '')::int, 1),
              coalesce(nullif(substr(last_day, 9, 2), '')::int, 1)) AS last) AS days
$$;
"""
DROP = "DROP FUNCTION parkway_period(text, text); DROP FUNCTION parkway_is_day(text);"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("search", "0001_initial"), ("sources", "0001_initial")]

    operations = [
        BtreeGinExtension(),
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("resource", models.CharField(max_length=63)),
                ("transaction", models.BigIntegerField()),
                ("count", models.BigIntegerField(default=1)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resource", "transaction"),
                        name="change_once_per_transaction",
                    )
                ]
            },
        ),
    ]
