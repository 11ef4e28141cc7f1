"""Triggers that note of which records the names changed, whoever writes them and however many.

A migration of the room that a table is of puts them there::

    migrations.RunSQL(*notes_names("organisations_identifier", BODY, "organisation_id", "value"))
"""

FUNCTION = """
CREATE FUNCTION parkway_names_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner text := quote_ident(TG_ARGV[1]);
    found text := 'SELECT DISTINCT $1, ' || owner || ' FROM ';
    pairs text := ' FROM after a JOIN before b ON b.id = a.id WHERE ';
BEGIN
    IF TG_OP = 'UPDATE' THEN  -- of a name that moved to another record, both
        pairs := pairs || '(' || TG_ARGV[2] || ') IS DISTINCT FROM (' || TG_ARGV[3] || ')';
        found := 'SELECT $1, a.' || owner || pairs || ' UNION SELECT $1, b.' || owner || pairs;
    ELSIF TG_OP = 'INSERT' THEN
        found := found || 'after';
    ELSE
        found := found || 'before';
    END IF;
    EXECUTE 'INSERT INTO curation_unkeyed (kind, record) ' || found USING TG_ARGV[0];
    RETURN NULL;
END $$;
"""
EVENTS = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "NEW TABLE AS after OLD TABLE AS before",
    "DELETE": "OLD TABLE AS before",
}


def notes_names(table: str, kind: str, owner: str, *columns: str) -> tuple[str, str]:
    """SQL that puts the triggers on a table, and SQL that takes them away.

    kind      label of the model whose records the names are of
    owner     column with the id of the record
    columns   what says who it is; a change of other columns is passed over
    """
    told = [owner, *columns]
    compared = [", ".join(f"{row}.{column}" for column in told) for row in "ab"]
    put, taken = [], []
    for event, tables in EVENTS.items():
        name = f"names_{event.lower()}"
        arguments = ", ".join(f"'{one}'" for one in (kind, owner, *compared))
        put.append(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION parkway_names_changed({arguments});"
        )
        taken.append(f"DROP TRIGGER IF EXISTS {name} ON {table};")
    return "\n".join(put), "\n".join(taken)
