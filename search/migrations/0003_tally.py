from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION parkway_tally_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found text := '';
BEGIN
    IF TG_OP <> 'DELETE' THEN
        found := 'SELECT kind, is_published, facets, 1 AS one FROM after';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        found := found || ' UNION ALL ';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        found := found || 'SELECT kind, is_published, facets, -1 AS one FROM before';
    END IF;
    EXECUTE 'INSERT INTO search_tally (kind, token, is_published, number)
        SELECT kind, token, is_published, sum(one) FROM (' || found || ') written, unnest(facets || ''{""}'') token
        GROUP BY kind, token, is_published HAVING sum(one) <> 0';
    RETURN NULL;
END $$;
CREATE FUNCTION parkway_tally_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_tally;
    RETURN NULL;
END $$;
"""
EVENTS = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "NEW TABLE AS after OLD TABLE AS before",
    "DELETE": "OLD TABLE AS before",
}
PUT = FUNCTION + "".join(
    f"CREATE TRIGGER tally_{event.lower()} AFTER {event} ON search_entry REFERENCING {tables}"
    " FOR EACH STATEMENT EXECUTE FUNCTION parkway_tally_entries();\n"
    for event, tables in EVENTS.items()
)
PUT += """CREATE TRIGGER tally_truncate AFTER TRUNCATE ON search_entry
    FOR EACH STATEMENT EXECUTE FUNCTION parkway_tally_nothing();
INSERT INTO search_tally (kind, token, is_published, number)
    SELECT kind, token, is_published, count(*) FROM search_entry, unnest(facets || '{""}') token GROUP BY 1, 2, 3;
"""
TAKEN = "".join(
    f"DROP TRIGGER tally_{event} ON search_entry;\n" for event in (*map(str.lower, EVENTS), "truncate")
)
TAKEN += "DROP FUNCTION parkway_tally_entries(); DROP FUNCTION parkway_tally_nothing();"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_facets")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("token", models.CharField(max_length=160)),
                ("is_published", models.BooleanField()),
                ("number", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "search tally",
                "verbose_name_plural": "search tallies",
                "indexes": [models.Index(fields=["kind"], name="search_tally_kind")],
            },
        ),
        migrations.RunSQL(PUT, TAKEN),
    ]
