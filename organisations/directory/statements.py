"""What brings the register up to the tables of a load (`tables`), in order; each a set at once.

Parameters  %(registry)s; %(nam)s, %(idf)s, %(rel)s: the start of new ids
way         of each body: known (it has an entry), adopted (a body here has its identifier), new,
            withdrawn or deleted (nothing is written for these two but the entry)
"""

#: Before the first: the last of those with the same code, what is looked up by, and what bodies are known by.
INDEXES = """
CREATE INDEX ON directory_body (code);
DELETE FROM directory_body a USING directory_body b WHERE a.code = b.code AND a.ctid < b.ctid;
CREATE TEMPORARY TABLE directory_identifier AS
SELECT code, one->>0 AS scheme, one->>1 AS value
FROM directory_body, jsonb_array_elements(record->'identifiers') one;
ANALYZE directory_body (code, status, parent);
ANALYZE directory_identifier;
"""

KNOWN = """
UPDATE directory_body b SET base = e.record, entry_id = e.id,
    organisation_id = CASE WHEN e.status <> 'withdrawn' THEN e.organisation_id END,
    way = CASE WHEN b.status = 'withdrawn' THEN 'withdrawn'
        WHEN e.status = 'withdrawn' THEN NULL
        WHEN e.organisation_id IS NULL THEN 'deleted' ELSE 'known' END
FROM organisations_directoryentry e WHERE e.registry = %(registry)s AND e.code = b.code;
INSERT INTO directory_doubt SELECT code, way, replaced_by FROM directory_body
    WHERE way = 'deleted' OR way = 'withdrawn' AND organisation_id IS NOT NULL;
"""

#: By any identifier, its own code first; not by one that would give two bodies of the file to one here.
ADOPTED = """
WITH found AS (
    SELECT b.code, i.organisation_id, bool_or(i.scheme = %(registry)s) AS by_code
    FROM directory_body b JOIN directory_identifier d USING (code)
    JOIN organisations_identifier i ON i.scheme = d.scheme AND i.value = d.value
    WHERE b.way IS NULL AND b.status <> 'withdrawn' GROUP BY b.code, i.organisation_id
), ranked AS (
    SELECT code, organisation_id, by_code,
        count(*) OVER (PARTITION BY code) AS bodies_here,
        count(*) OVER (PARTITION BY organisation_id) AS bodies_there
    FROM found
), told AS (
    INSERT INTO directory_doubt
    SELECT DISTINCT r.code, 'several_matches', o.slug FROM ranked r
    JOIN organisations_organisation o ON o.id = r.organisation_id
    WHERE (r.bodies_here > 1 OR r.bodies_there > 1) AND NOT r.by_code
)
UPDATE directory_body b SET way = 'adopted', organisation_id = r.organisation_id
FROM ranked r WHERE r.code = b.code AND (r.by_code OR r.bodies_here = 1 AND r.bodies_there = 1)
    AND NOT EXISTS (SELECT FROM organisations_directoryentry e
        WHERE e.registry = %(registry)s AND e.organisation_id = r.organisation_id);
UPDATE directory_body b SET way = CASE WHEN status = 'withdrawn' THEN 'withdrawn' ELSE 'new' END,
    organisation_id = CASE WHEN status <> 'withdrawn' THEN id END
WHERE way IS NULL;
UPDATE directory_body b SET slug = b.slug || '-' || lower(right(b.id, 6)) FROM organisations_organisation o
    WHERE b.way = 'new' AND o.slug = b.slug;
ANALYZE directory_body (way, organisation_id);
"""

SAME_NAMES = """
INSERT INTO directory_doubt
SELECT b.code, 'same_name', o.slug FROM directory_body b
JOIN organisations_organisation o ON lower(o.name_en) = lower(b.name_en) AND o.country IN (b.country, '')
WHERE b.way = 'new'
    AND NOT EXISTS (SELECT FROM organisations_directoryentry e WHERE e.organisation_id = o.id);
INSERT INTO directory_doubt
SELECT b.code, 'same_name', o.slug FROM directory_body b
JOIN organisations_organisation o ON o.name_zh_hans = b.name_zh_hans AND o.country IN (b.country, '')
WHERE b.way = 'new' AND lower(o.name_en) IS DISTINCT FROM lower(b.name_en)
    AND NOT EXISTS (SELECT FROM organisations_directoryentry e WHERE e.organisation_id = o.id);
INSERT INTO directory_doubt
SELECT code, 'same_in_file', others FROM (
    SELECT code, string_agg(code, ', ') OVER same AS others, count(*) OVER same AS times
    FROM directory_body WHERE way <> 'withdrawn' WINDOW same AS (PARTITION BY lower(name), country)
) b WHERE times > 1;
INSERT INTO directory_doubt
SELECT d.code, 'shared_identifier', d.scheme || ' ' || d.value FROM (
    SELECT d.*, b.organisation_id, count(*) OVER (PARTITION BY d.scheme, d.value) AS times
    FROM directory_identifier d JOIN directory_body b USING (code)
    WHERE b.way IN ('new', 'known', 'adopted')
) d LEFT JOIN organisations_identifier i ON i.scheme = d.scheme AND i.value = d.value
WHERE d.times > 1 OR i.organisation_id <> d.organisation_id;
"""

#: Who is part of whom; a pair that closes a ring with others, or with what is here, is left out.
PARENTS = """
UPDATE directory_body b SET parent_id = p.organisation_id
FROM directory_body p WHERE p.code = b.parent AND p.way IN ('new', 'known', 'adopted');
UPDATE directory_body b SET parent_id = e.organisation_id FROM organisations_directoryentry e
WHERE e.registry = %(registry)s AND e.code = b.parent AND b.parent_id IS NULL AND e.status <> 'withdrawn';
CREATE TEMPORARY TABLE directory_part AS
SELECT organisation_id AS child, parent_id AS parent FROM directory_body
WHERE parent_id IS NOT NULL AND way IN ('new', 'known', 'adopted')
UNION SELECT id, parent_id FROM organisations_organisation WHERE parent_id IS NOT NULL;
CREATE INDEX ON directory_part (child);
ANALYZE directory_part;
WITH RECURSIVE climbed AS (
    SELECT p.child AS first, up.parent AS now
    FROM directory_part p JOIN directory_part up ON up.child = p.parent
    UNION SELECT first, p.parent FROM climbed JOIN directory_part p ON p.child = climbed.now
), rings AS (
    UPDATE directory_body b SET parent_id = NULL FROM climbed c
    WHERE c.first = b.organisation_id AND c.now = b.organisation_id AND b.parent_id IS NOT NULL
    RETURNING b.code, b.parent
)
INSERT INTO directory_doubt SELECT DISTINCT code, 'ring', parent FROM rings;
UPDATE directory_body b SET record = jsonb_set(record, '{parent}', 'null') FROM directory_doubt d
WHERE d.code = b.code AND d.reason = 'ring';
DROP TABLE directory_part;
"""

#: And those that were told to be part of a body which comes only now.
NEW = """
INSERT INTO organisations_organisation (id, slug, name, name_en, name_zh_hans, sort_en, sort_zh_hans, kind,
    summary, country, city, city_en, city_zh_hans, latitude, longitude, website, founded_on, parent_id,
    is_published, is_example, curator_note, curator_note_en, created_at, updated_at)
SELECT organisation_id, slug, name, nullif(name_en, ''), nullif(name_zh_hans, ''), sort_en, sort_zh_hans,
    kind, '', country, coalesce(nullif(city, ''), city_zh_hans), nullif(city, ''), nullif(city_zh_hans, ''),
    latitude, longitude, website, founded_on, parent_id, false, false, note, nullif(note, ''), now(), now()
FROM directory_body WHERE way = 'new';
UPDATE organisations_organisation o SET parent_id = b.organisation_id, updated_at = now()
FROM directory_body b, organisations_directoryentry e
WHERE b.way = 'new' AND b.parent_id IS NULL AND e.registry = %(registry)s AND e.record->>'parent' = b.code
    AND e.organisation_id = o.id AND o.parent_id IS NULL;
"""

#: A field takes what the registry says now where it says here what the registry said before, or nothing.
CHANGED = """
UPDATE organisations_organisation o SET
    name_en = t.name_en, name_zh_hans = t.name_zh_hans, name = coalesce(t.name_en, t.name_zh_hans, o.name),
    sort_en = CASE WHEN t.is_named THEN t.sort_en ELSE o.sort_en END,
    sort_zh_hans = CASE WHEN t.is_named THEN t.sort_zh_hans ELSE o.sort_zh_hans END,
    kind = t.kind, country = t.country,
    city = coalesce(t.city_en, t.city_zh_hans, o.city), city_en = t.city_en, city_zh_hans = t.city_zh_hans,
    latitude = t.latitude, longitude = t.longitude, website = t.website, founded_on = t.founded_on,
    parent_id = t.parent_id, updated_at = now()
FROM (
    SELECT o.id, b.sort_en, b.sort_zh_hans,
        {name_en} AS name_en, {name_zh_hans} AS name_zh_hans,
        {name_en} IS NOT DISTINCT FROM nullif(b.name_en, '')
            AND {name_zh_hans} IS NOT DISTINCT FROM nullif(b.name_zh_hans, '') AS is_named,
        {kind} AS kind, {country} AS country, {city} AS city_en, {city_zh_hans} AS city_zh_hans,
        {website} AS website,
        {founded_on} AS founded_on,
        CASE WHEN {is_place} THEN b.latitude ELSE o.latitude END AS latitude,
        CASE WHEN {is_place} THEN b.longitude ELSE o.longitude END AS longitude,
        CASE WHEN o.parent_id IS NULL AND base_parent.organisation_id IS NULL
                OR o.parent_id = base_parent.organisation_id
            THEN CASE WHEN b.parent_id IS NULL AND b.parent IS NOT NULL THEN o.parent_id ELSE b.parent_id END
            ELSE o.parent_id END AS parent_id
    FROM directory_body b JOIN organisations_organisation o ON o.id = b.organisation_id
    LEFT JOIN organisations_directoryentry base_parent
        ON base_parent.registry = %(registry)s AND base_parent.code = b.base->>'parent'
    WHERE b.way IN ('known', 'adopted')
) t
WHERE o.id = t.id
    AND (o.name_en, o.name_zh_hans, o.kind, o.country, o.city_en, o.city_zh_hans, o.latitude, o.longitude,
        o.website, o.founded_on, o.parent_id)
    IS DISTINCT FROM
        (t.name_en, t.name_zh_hans, t.kind, t.country, t.city_en, t.city_zh_hans, t.latitude, t.longitude,
        t.website, t.founded_on, t.parent_id);
"""


def _field(name: str, told: str, column: str = "") -> str:
    """Three-way: the new value where the old is as it was told, or empty and never told."""
    column = column or name
    old = f"coalesce(o.{column}::text, '')"
    before = f"coalesce(b.base->>'{name}', '')"
    return f"CASE WHEN {old} = {before} THEN {told} ELSE o.{column} END"


CHANGED = CHANGED.replace(
    "{is_place}",
    "coalesce(o.latitude::text, '') = coalesce(b.base->>'latitude', '')"
    " AND coalesce(o.longitude::text, '') = coalesce(b.base->>'longitude', '')",
)
CHANGED = CHANGED.replace("{city}", _field("city", "nullif(b.city, '')", "city_en"))
for _name, _told in {
    "name_en": "coalesce(nullif(b.name_en, ''), o.name_en)",
    "name_zh_hans": "coalesce(nullif(b.name_zh_hans, ''), o.name_zh_hans)",
    "kind": "b.kind",
    "country": "b.country",
    "city_zh_hans": "nullif(b.city_zh_hans, '')",
    "website": "b.website",
    "founded_on": "b.founded_on",
}.items():
    CHANGED = CHANGED.replace(f"{{{_name}}}", _field(_name, _told))

#: What the registry tells now and did not tell before is added, what it no longer tells is taken away;
#: what people added stays, and what they took away does not come back.
NAMES = """
INSERT INTO organisations_organisationname (id, organisation_id, text, language, kind, note)
SELECT %(nam)s || {random}, organisation_id, one->>0, one->>1, one->>2, ''
FROM directory_body, jsonb_array_elements(record->'names') one
WHERE way = 'new'
    OR way IN ('known', 'adopted') AND NOT coalesce(base->'names' @> jsonb_build_array(one), false)
ON CONFLICT DO NOTHING;
DELETE FROM organisations_organisationname n USING directory_body b, jsonb_array_elements(b.base->'names') was
WHERE b.way = 'known' AND n.organisation_id = b.organisation_id AND n.text = was->>0 AND n.language = was->>1
    AND n.kind = was->>2 AND NOT b.record->'names' @> jsonb_build_array(was);
"""

IDENTIFIERS = """
INSERT INTO organisations_identifier (id, organisation_id, scheme, value)
SELECT %(idf)s || {random}, organisation_id, one->>0, one->>1
FROM directory_body, jsonb_array_elements(record->'identifiers') one
WHERE way = 'new'
    OR way IN ('known', 'adopted') AND NOT coalesce(base->'identifiers' @> jsonb_build_array(one), false)
ON CONFLICT DO NOTHING;
DELETE FROM organisations_identifier i USING directory_body b, jsonb_array_elements(b.base->'identifiers') was
WHERE b.way = 'known' AND i.organisation_id = b.organisation_id AND i.scheme = was->>0 AND i.value = was->>1
    AND NOT b.record->'identifiers' @> jsonb_build_array(was);
"""

ENTRIES = """
INSERT INTO organisations_directoryentry AS e
    (id, registry, code, organisation_id, status, replaced_by, record, digest)
SELECT entry_id, %(registry)s, code, organisation_id, status, replaced_by, record, digest FROM directory_body
ON CONFLICT (registry, code) DO UPDATE SET status = excluded.status, replaced_by = excluded.replaced_by,
    record = excluded.record, digest = excluded.digest,
    organisation_id = coalesce(excluded.organisation_id, e.organisation_id);
UPDATE organisations_directoryentry e SET organisation_id = by.organisation_id
FROM directory_body b, organisations_directoryentry by
WHERE b.way = 'withdrawn' AND e.registry = %(registry)s AND e.code = b.code AND e.organisation_id IS NULL
    AND by.registry = e.registry AND by.code = b.replaced_by AND by.status <> 'withdrawn'
    AND by.organisation_id IS NOT NULL;
ANALYZE organisations_directoryentry;
"""

RELATIONS = """
CREATE TEMPORARY TABLE directory_pair AS
SELECT b.code, b.way, b.base, one, one->>0 AS kind, one->>1 AS other_code, e.code IS NULL AS is_unknown,
    CASE WHEN (one->>2)::boolean THEN e.organisation_id ELSE b.organisation_id END AS organisation_id,
    CASE WHEN (one->>2)::boolean THEN b.organisation_id ELSE e.organisation_id END AS other_id
FROM directory_body b CROSS JOIN jsonb_array_elements(b.record->'relations') one
LEFT JOIN organisations_directoryentry e ON e.registry = %(registry)s AND e.code = one->>1
WHERE b.way IN ('new', 'known', 'adopted');
INSERT INTO directory_doubt SELECT code, 'unknown_other', other_code FROM directory_pair WHERE is_unknown;
INSERT INTO organisations_organisationrelation (id, organisation_id, kind, other_id, note,
    is_published, is_example, curator_note, created_at, updated_at)
SELECT %(rel)s || {random}, organisation_id, kind, other_id, '', true, false, '', now(), now()
FROM directory_pair WHERE organisation_id <> other_id
    AND (way <> 'known' OR NOT coalesce(base->'relations' @> jsonb_build_array(one), false))
ON CONFLICT DO NOTHING;
DELETE FROM organisations_organisationrelation r
USING directory_body b, jsonb_array_elements(b.base->'relations') was, organisations_directoryentry e
WHERE b.way = 'known' AND NOT b.record->'relations' @> jsonb_build_array(was)
    AND e.registry = %(registry)s AND e.code = was->>1 AND r.kind = was->>0 AND r.note = ''
    AND r.organisation_id = CASE WHEN (was->>2)::boolean THEN e.organisation_id ELSE b.organisation_id END
    AND r.other_id = CASE WHEN (was->>2)::boolean THEN b.organisation_id ELSE e.organisation_id END;
DROP TABLE directory_pair;
DROP TABLE directory_identifier;
"""

#: The random end of an id, in digits that ours have too.
_random = "right(replace(gen_random_uuid()::text, '-', ''), 16)"
NAMES, IDENTIFIERS, RELATIONS = (
    statement.replace("{random}", _random) for statement in (NAMES, IDENTIFIERS, RELATIONS)
)

COUNTS = """
SELECT way, count(*) FROM directory_body GROUP BY way
"""

DOUBTS = """
SELECT d.code, b.name, d.reason, d.value FROM directory_doubt d LEFT JOIN directory_body b USING (code)
WHERE d.reason <> ALL (%(counted)s) ORDER BY d.reason, d.code, d.value LIMIT %(most)s
"""
