from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

# Functions that constraints of many tables use; immutable, so that an index may hold them.
FUNCTIONS = """
CREATE FUNCTION parkway_is_day(day text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  PERFORM make_date(substr(day, 1, 4)::int, substr(day, 6, 2)::int, substr(day, 9, 2)::int);
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END $$;

CREATE FUNCTION parkway_days(text) RETURNS daterange
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE length($1)
    WHEN 4 THEN daterange(make_date($1::int, 1, 1), make_date($1::int, 12, 31), '[]')
    WHEN 7 THEN daterange(
      make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, 1),
      (make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, 1) + interval '1 month')::date)
    ELSE daterange(
      make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, substr($1, 9, 2)::int),
      make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, substr($1, 9, 2)::int), '[]')
    END
$$;

-- The days that it lasts for sure: until 2015 and from 2015 on do not overlap for sure. Where there
-- are none (a year's start and end), its first day stands for it. A body that is bound when it is made,
-- as an index is built without the path to our functions.
CREATE FUNCTION parkway_period(start_on text, end_on text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN upper(parkway_days(start_on)) - 1 > lower(parkway_days(end_on))
  THEN daterange(lower(parkway_days(start_on)), lower(parkway_days(start_on)), '[]')
  ELSE daterange(upper(parkway_days(start_on)) - 1, lower(parkway_days(end_on)), '[]') END;
"""
DROP = """
DROP FUNCTION parkway_period(text, text);
DROP FUNCTION parkway_days(text);
DROP FUNCTION parkway_is_day(text);
"""


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
