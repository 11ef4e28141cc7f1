"""The statements by which a batch is taken back; each decides or writes for all rows of a table at once.

x    the effect of the batch on a row: what is to be taken back while `kept` is empty
b, a the states of the row before the batch and as the batch left it
t    the row today
"""

ROWS = "x.resource = %(resource)s AND x.did = %(did)s AND x.kept IS NULL"

LOCK = """
SELECT count(*) FROM (SELECT t.{key} FROM {table} t WHERE t.{key} IN (
    SELECT x.pk::{type} FROM curation_effect x WHERE x.resource = %(resource)s
) ORDER BY t.{key} FOR UPDATE) locked
"""
#: Rows that were created, and are gone already; rows that were deleted, and are there again.
CAME_OR_WENT = """
UPDATE curation_effect x SET kept = %(why)s
WHERE {rows} AND {is_there} EXISTS (SELECT FROM {table} t WHERE t.{key} = x.pk::{type})
"""
NO_STATE = "UPDATE curation_effect x SET kept = 'unknown' WHERE {rows} AND x.before IS NULL"
EDITED = """
UPDATE curation_effect x SET kept = 'edited' FROM {states} a, {table} t
WHERE {rows} AND a.pgh_id = x.after AND t.{key} = x.pk::{type} AND ({differs})
"""
#: A key to a row that is no more is not given back.
BLOCK = """
UPDATE curation_effect x SET blocked = x.blocked || %(field)s::text FROM {states} b, {states} a
WHERE {rows} AND b.pgh_id = x.before AND a.pgh_id = x.after AND NOT %(field)s = ANY(x.blocked)
    AND b.{column} IS DISTINCT FROM a.{column} AND b.{column} IS NOT NULL AND NOT {other_is_there}
"""
ORPHAN = """
UPDATE curation_effect x SET kept = 'lost' FROM {states} b
WHERE {rows} AND b.pgh_id = x.before AND b.{column} IS NOT NULL AND NOT {other_is_there}
"""
#: "The row that column {column} of state b names stands, or comes back."
OTHER_IS_THERE = """
(EXISTS (SELECT FROM {other} o WHERE o.{other_key} = b.{column}) OR EXISTS (
    SELECT FROM curation_effect y WHERE y.resource = %(other)s AND y.pk = b.{column}::text
    AND y.did = 'deleted' AND y.kept IS NULL))
"""
#: A row that another one points to stays, unless that one goes as well or will point elsewhere.
NEEDED = """
UPDATE curation_effect x SET kept = CASE WHEN EXISTS (
    SELECT FROM curation_effect z JOIN {near} r ON z.pk = r.{near_key}::text
    WHERE z.resource = %(near)s AND z.did = 'created' AND r.{column} = x.pk::{type}
) THEN 'whole' ELSE 'needed' END
WHERE {rows} AND EXISTS (
    SELECT FROM {near} r WHERE r.{column} = x.pk::{type} AND NOT EXISTS (
        SELECT FROM curation_effect y WHERE y.resource = %(near)s AND y.pk = r.{near_key}::text
        AND y.kept IS NULL AND (y.did = 'created' OR {turns_away})))
"""
TURNS_AWAY = """
(y.did = 'changed' AND NOT %(field)s = ANY(y.blocked) AND EXISTS (
    SELECT FROM {near_states} b, {near_states} a WHERE b.pgh_id = y.before AND a.pgh_id = y.after
    AND b.{column} IS DISTINCT FROM a.{column} AND r.{column} IS NOT DISTINCT FROM a.{column}))
"""
NEEDED_BY_LINK = """
UPDATE curation_effect x SET kept = 'needed'
WHERE {rows} AND EXISTS (
    SELECT FROM {near} r WHERE r.{column} = x.pk::{type} AND NOT EXISTS (
        SELECT FROM curation_link_effect y WHERE y.resource = %(through)s AND y.did = 'created'
        AND y.kept IS NULL AND y.near = r.{near_column}::text AND y.far = r.{far_column}::text))
"""
#: What is kept is kept whole, with its parts.
PARTS = """
UPDATE curation_effect x SET kept = 'whole' FROM {states} a, curation_effect y
WHERE {rows} AND a.pgh_id = x.after AND y.resource = %(far)s AND y.did = 'created'
    AND y.kept IS NOT NULL AND y.kept <> 'went' AND y.pk = a.{column}::text
"""
PARTS_BY_LINK = """
UPDATE curation_link_effect x SET kept = 'whole' FROM curation_effect y
WHERE x.resource = %(through)s AND x.did = 'created' AND x.kept IS NULL AND y.resource = %(near)s
    AND y.did = 'created' AND y.kept IS NOT NULL AND y.kept <> 'went' AND y.pk = x.near
"""
#: Rows of which a field was edited since, or is not given back.
CONFLICTS = """
SELECT x.pk, x.before, x.after, coalesce(x.kept, 'edited'), x.blocked FROM curation_effect x
LEFT JOIN {states} b ON b.pgh_id = x.before
LEFT JOIN {states} a ON a.pgh_id = x.after
LEFT JOIN {table} t ON t.{key} = x.pk::{type}
WHERE x.resource = %(resource)s AND (
    x.kept IN ('edited', 'needed', 'lost', 'gone', 'unknown', 'refused')
    OR (x.kept IS NULL AND x.did = 'changed' AND (x.blocked <> '{{}}' OR {edited})))
ORDER BY x.pk LIMIT %(limit)s
"""
REFUSE = """
UPDATE curation_effect x SET kept = 'refused' FROM unnest(%s::text[], %s::text[]) refused(resource, pk)
WHERE x.resource = refused.resource AND x.pk = refused.pk
"""
EDITED_FIELD = "({was_written} AND {is_not_ours} AND {is_not_earlier})"
PLANNED = "SELECT x.pk FROM curation_effect x WHERE {rows} ORDER BY x.pk"

ONLY = "(%(only)s::text[] IS NULL OR x.pk = ANY(%(only)s::text[]))"
DELETE = """
DELETE FROM {table} t USING curation_effect x WHERE {rows} AND {only} AND t.{key} = x.pk::{type}
"""
UPDATE = """
UPDATE {table} t SET {columns} FROM curation_effect x, {states} b, {states} a
WHERE {rows} AND {only} AND b.pgh_id = x.before AND a.pgh_id = x.after AND t.{key} = x.pk::{type}
    AND ({any_given_back})
"""
GIVEN_BACK = """
b.{column} IS DISTINCT FROM a.{column} AND t.{column} IS NOT DISTINCT FROM a.{column}
    AND NOT '{field}' = ANY(x.blocked)
"""
INSERT = """
INSERT INTO {table} ({key}, {columns}) SELECT x.pk::{type}, {values} FROM curation_effect x, {states} b
WHERE {rows} AND {only} AND b.pgh_id = x.before
"""
UNLINK = """
DELETE FROM {through} t USING curation_link_effect x
WHERE x.resource = %(through)s AND x.did = 'created' AND x.kept IS NULL
    AND t.{near_column} = x.near::{near_type} AND t.{far_column} = x.far::{far_type}
"""
LINK = """
INSERT INTO {through} ({near_column}, {far_column})
SELECT n.{near_key}, f.{far_key} FROM curation_link_effect x
JOIN {near} n ON n.{near_key} = x.near::{near_type} JOIN {far} f ON f.{far_key} = x.far::{far_type}
WHERE x.resource = %(through)s AND x.did = 'deleted' AND NOT EXISTS (
    SELECT FROM {through} t WHERE t.{near_column} = n.{near_key} AND t.{far_column} = f.{far_key})
"""
# What is left of the tags of rows that are gone, after others of them were moved to rows that stay.
UNTAG = """
DELETE FROM curation_tagging g USING curation_effect x
WHERE {rows} AND g.record = x.pk AND NOT EXISTS (SELECT FROM {table} t WHERE t.{key} = x.pk::{type})
"""
