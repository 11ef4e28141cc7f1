"""The floor: a bare WSGI function, one hand-written statement, its JSON straight from PostgreSQL.

It knows no users, no filters, no languages, no hidden rows beyond the plain condition.
"""

import json
import os
from urllib.parse import parse_qs

import psycopg2

ORGANISATION = (
    "json_build_object('id', {0}.id, 'slug', {0}.slug, 'name', {0}.name_en, 'country', {0}.country)"
)

ROWS = {
    "organisations": """
        SELECT json_build_object('id', o.id, 'slug', o.slug, 'name', o.name_en, 'kind', o.kind, 'summary', o.summary_en,
            'country', o.country, 'city', o.city_en, 'latitude', o.latitude, 'longitude', o.longitude,
            'website', o.website, 'founded_on', o.founded_on, 'dissolved_on', o.dissolved_on,
            'is_example', o.is_example, 'updated_at', o.updated_at) AS row
        FROM organisations_organisation o WHERE o.is_published {where} ORDER BY o.sort_en, o.id LIMIT 100""",
    "parks": """
        SELECT json_build_object('id', p.id, 'slug', o.slug, 'name', o.name_en, 'kind', p.kind, 'status', p.status,
            'approach', p.approach, 'opened_on', p.opened_on, 'summary', o.summary_en, 'country', o.country,
            'city', o.city_en, 'latitude', o.latitude, 'longitude', o.longitude,
            'parent', CASE WHEN above.id IS NOT NULL THEN json_build_object('id', above.id, 'slug', there.slug,
                'name', there.name_en, 'kind', above.kind) END,
            'is_example', p.is_example, 'updated_at', p.updated_at) AS row
        FROM parks_park p JOIN organisations_organisation o ON o.id = p.organisation_id
        LEFT JOIN (parks_park above JOIN organisations_organisation there
            ON there.id = above.organisation_id AND there.is_published AND above.is_published) ON above.id = p.parent_id
        WHERE p.is_published AND o.is_published {where} ORDER BY o.sort_en, p.id LIMIT 100""",
    "milestones": f"""
        SELECT json_build_object('id', m.id, 'slug', m.slug, 'organisation', {ORGANISATION.format("o")},
            'stage', CASE WHEN s.id IS NOT NULL THEN json_build_object('slug', s.slug, 'name', s.name_en,
                'ordinal', s.ordinal, 'started_on', s.started_on, 'ended_on', s.ended_on) END,
            'happened_on', m.happened_on, 'title', m.title_en, 'text', m.text_en,
            'is_example', m.is_example, 'updated_at', m.updated_at) AS row
        FROM parks_milestone m JOIN organisations_organisation o ON o.id = m.organisation_id
        LEFT JOIN parks_stage s ON s.id = m.stage_id
        WHERE m.is_published AND o.is_published {{where}} ORDER BY m.happened_on, m.id LIMIT 100""",
    "observations": f"""
        SELECT json_build_object('id', b.id, 'slug', b.slug,
            'indicator', json_build_object('id', i.id, 'slug', i.slug, 'name', i.name_en, 'unit', i.unit),
            'organisation', {ORGANISATION.format("o")}, 'scope', b.scope_en, 'period_on', b.period_on,
            'period_kind', b.period_kind, 'value', b.value, 'currency', b.currency, 'qualifier', b.qualifier,
            'printed', b.printed, 'change', b.change, 'change_is_percent', b.change_is_percent,
            'change_printed', b.change_printed, 'share', b.share,
            'share_of', CASE WHEN f.id IS NOT NULL THEN json_build_object('id', f.id, 'slug', f.slug,
                'name', f.name_en, 'unit', f.unit) END,
            'share_printed', b.share_printed, 'is_example', b.is_example, 'updated_at', b.updated_at) AS row
        FROM parks_observation b JOIN organisations_organisation o ON o.id = b.organisation_id
        JOIN parks_indicator i ON i.id = b.indicator_id LEFT JOIN parks_indicator f ON f.id = b.share_of_id
        WHERE b.is_published AND o.is_published AND i.is_published {{where}} ORDER BY b.slug, b.id LIMIT 100""",
    "agreements": f"""
        SELECT json_build_object('id', a.id, 'slug', a.slug, 'title', a.title_en, 'kind', a.kind, 'status', a.status,
            'is_generic', a.is_generic, 'signed_on', a.signed_on, 'starts_on', a.starts_on, 'ends_on', a.ends_on,
            'countries', a.countries, 'parties', parties.list,
            'is_example', a.is_example, 'updated_at', a.updated_at) AS row
        FROM partners_agreement a, LATERAL (
            SELECT coalesce(json_agg(json_build_object('organisation', {ORGANISATION.format("o")}, 'role', p.role,
                'signatory', null, 'signed_on', p.signed_on) ORDER BY p.ordinal), '[]') AS list
            FROM partners_agreementparty p JOIN organisations_organisation o ON o.id = p.organisation_id
            WHERE p.agreement_id = a.id AND o.is_published) parties
        WHERE a.is_published {{where}} ORDER BY a.sort_en, a.id LIMIT 100""",
    "projects": f"""
        SELECT json_build_object('id', j.id, 'slug', j.slug, 'title', j.title_en, 'path', j.path, 'phase', j.phase,
            'summary', j.summary_en, 'country', j.country, 'park', CASE WHEN o.id IS NOT NULL THEN
                json_build_object('id', k.id, 'slug', o.slug, 'name', o.name_en, 'kind', k.kind) END,
            'starts_on', j.starts_on, 'ends_on', j.ends_on, 'participants', part.list,
            'is_example', j.is_example, 'updated_at', j.updated_at) AS row
        FROM projects_project j
        LEFT JOIN (parks_park k JOIN organisations_organisation o
            ON o.id = k.organisation_id AND o.is_published AND k.is_published) ON k.id = j.park_id, LATERAL (
            SELECT coalesce(json_agg(json_build_object('organisation', {ORGANISATION.format("o")}, 'role', p.role)
                ORDER BY p.ordinal), '[]') AS list
            FROM projects_projectparticipant p JOIN organisations_organisation o ON o.id = p.organisation_id
            WHERE p.project_id = j.id AND o.is_published) part
        WHERE j.is_published {{where}} ORDER BY j.sort_en, j.id LIMIT 100""",
}
ROWS["listings"] = f"""
    SELECT json_build_object('id', l.id, 'slug', l.slug, 'kind', l.kind,
        'category', json_build_object('id', c.id, 'slug', c.slug, 'name', c.name_en), 'title', l.title_en,
        'summary', l.summary_en, 'provider', CASE WHEN o.id IS NOT NULL THEN {ORGANISATION.format("o")} END,
        'countries', l.countries, 'industries', l.industries, 'languages', l.languages, 'publish_at', l.publish_at,
        'expires_at', l.expires_at, 'particulars', CASE l.kind
            WHEN 'service' THEN json_build_object('price_model', l.price_model, 'price_from', l.price_from,
                'price_to', l.price_to, 'currency', l.currency, 'delivery_days', l.delivery_days,
                'eligibility', coalesce(l.eligibility_en, ''), 'credentials', coalesce(l.credentials_en, ''))
            WHEN 'policy' THEN json_build_object('level', l.level, 'support', l.support, 'closes_on', l.closes_on,
                'eligibility', coalesce(l.eligibility_en, ''))
            WHEN 'event' THEN json_build_object('starts_at', l.starts_at, 'ends_at', l.ends_at, 'time_zone', l.time_zone,
                'attendance', l.attendance, 'place', coalesce(l.place_en, ''), 'capacity', l.capacity,
                'closes_on', l.closes_on, 'price_model', l.price_model, 'price_from', l.price_from,
                'price_to', l.price_to, 'currency', l.currency, 'support_available', coalesce(l.support_available_en, ''))
            WHEN 'opportunity' THEN json_build_object('direction', l.direction, 'subject', l.subject, 'stage', l.stage,
                'rights', l.rights, 'partner_sought', coalesce(l.partner_sought_en, ''), 'closes_on', l.closes_on,
                'is_anonymous', l.is_anonymous)
            WHEN 'talent' THEN json_build_object('direction', l.direction, 'skills', l.skills,
                'available_from', l.available_from, 'available_until', l.available_until, 'is_anonymous', l.is_anonymous,
                'price_model', l.price_model, 'price_from', l.price_from, 'price_to', l.price_to, 'currency', l.currency)
            WHEN 'site' THEN json_build_object('space', l.space, 'place', coalesce(l.place_en, ''), 'capacity', l.capacity,
                'available_from', l.available_from, 'available_until', l.available_until, 'price_model', l.price_model,
                'price_from', l.price_from, 'price_to', l.price_to, 'currency', l.currency,
                'reciprocity', coalesce(l.reciprocity_en, ''))
            WHEN 'finance' THEN json_build_object('sum_min', l.sum_min, 'sum_max', l.sum_max, 'currency', l.currency,
                'growth', l.growth, 'conditions', coalesce(l.conditions_en, '')) END,
        'is_example', l.is_example, 'updated_at', l.updated_at) AS row
    FROM catalogue_listing l JOIN catalogue_category c ON c.id = l.category_id
    LEFT JOIN organisations_organisation o ON o.id = l.provider_id AND o.is_published
    WHERE l.is_published {{where}} ORDER BY l.sort_en, l.id LIMIT 100"""

#: Of a word: those of a frequent one are looked at as far as so many of the newest of each kind.
RARE = (
    "SELECT id FROM search_entry WHERE kind = ANY(%(kinds)s) AND is_published AND vector @@ %(all)s::tsquery"
)
FREQUENT = """SELECT newest.id FROM unnest(%(kinds)s) one, LATERAL (SELECT id FROM search_entry WHERE kind = one
    AND is_published AND vector @@ %(all)s::tsquery ORDER BY newest_at DESC, id DESC LIMIT 500) newest"""
BEST = """found AS MATERIALIZED ({found}), best AS (
    SELECT e.id, e.record, e.kind, e.slug, e.title_en, e.summary_en,
        (CASE WHEN string_to_array(names, E'\n') && %(names)s THEN 1.2 ELSE 0.0 END)::float
        + (CASE WHEN ts_filter(vector, '{{a}}') @@ %(all)s::tsquery THEN 1.5 ELSE 0.0 END)::float + 1.0::float
        + ts_rank('{{0.05,0.15,0.4,1.0}}', vector, %(own)s::tsquery)
        + CASE WHEN %(also)s = '' THEN 0 ELSE 0.5 * ts_rank('{{0.05,0.15,0.4,1.0}}', vector, %(also)s::tsquery) END
        + greatest(word_similarity(%(name)s, names), word_similarity(%(sound)s, names))
        + (CASE kind WHEN 'listing' THEN 0.1 WHEN 'park' THEN 0.15 WHEN 'partner' THEN 0.1 WHEN 'project' THEN 0.1
            WHEN 'country' THEN 0.2 WHEN 'guide' THEN 0.15 WHEN 'term' THEN -0.5 WHEN 'discrepancy' THEN -0.2
            ELSE 0.0 END)::float AS rank
    FROM search_entry e JOIN found USING (id) ORDER BY rank DESC, id LIMIT 24)"""
COUNTED = """counted AS MATERIALIZED (SELECT kind, facets, closes_at FROM search_entry WHERE kind = ANY(%(kinds)s)
        AND is_published AND vector @@ %(all)s::tsquery LIMIT %(limit)s),
    facets AS (SELECT token, count(*) AS number FROM counted, unnest(facets || ('@:' || kind)) token GROUP BY token
        UNION ALL SELECT '', count(*) FROM counted
        UNION ALL SELECT 'open:false', count(*) FROM counted WHERE closes_at <= now())"""
FACETS = "(SELECT json_object_agg(token, number) FROM facets)"
FOUND = {
    "search": f"""WITH {BEST}, {COUNTED} SELECT json_build_object('facets', {FACETS}, 'results', (SELECT
        json_agg(json_build_object('kind', kind, 'slug', slug, 'title', title_en, 'summary', summary_en)) FROM
        (SELECT * FROM best ORDER BY rank DESC, id LIMIT 20) page))::text""",
    "facets": f"WITH {COUNTED} SELECT {FACETS}::text",
    "page": f"""WITH {BEST}, {COUNTED} SELECT json_build_object('facets', {FACETS}, 'results', (SELECT
        json_agg(json_build_object('slug', l.slug, 'title', l.title_en, 'summary', l.summary_en, 'kind', l.kind,
        'countries', l.countries, 'publish_at', l.publish_at, 'provider', o.name_en) ORDER BY rank DESC, best.id)
        FROM best JOIN catalogue_listing l ON l.id = best.record
        LEFT JOIN organisations_organisation o ON o.id = l.provider_id))::text""",
}
TALLY = """SELECT json_object_agg(token, number)::text FROM (SELECT token, sum(number) AS number FROM search_tally
    WHERE kind = 'listing' AND is_published GROUP BY token) tally"""
TABLE = {
    "organisations": "o",
    "parks": "p",
    "milestones": "m",
    "observations": "b",
    "agreements": "a",
    "projects": "j",
    "listings": "l",
}
LIST = "SELECT json_build_object('results', json_agg(row))::text FROM ({rows}) page"
_connection = None


def application(environ, start_response):
    """/NAME/ lists; /NAME/?kind=VALUE filters; /NAME/ID/ shows one; /search/?told=JSON finds a word."""
    global _connection
    if _connection is None:
        _connection = psycopg2.connect(os.environ["DATABASE_URL"])
        _connection.autocommit = True
    name, *key = environ["PATH_INFO"].strip("/").split("/")
    alias = TABLE.get(name)
    asked = parse_qs(environ["QUERY_STRING"])
    with _connection.cursor() as cursor:
        if name in FOUND and asked:
            told = json.loads(asked["told"][0])
            found = FREQUENT if told["is_frequent"] else RARE
            cursor.execute(FOUND[name].format(found=found), told)
        elif name in FOUND:
            cursor.execute(TALLY)
        elif "country" in asked:
            where = f"AND ({alias}.countries @> %s::varchar[] OR {alias}.countries = '{{}}')"
            cursor.execute(LIST.format(rows=ROWS[name].format(where=where)), [asked["country"]])
        elif key:
            cursor.execute(
                f"SELECT row::text FROM ({ROWS[name].format(where=f'AND {alias}.id = %s')}) one", key
            )
        elif kind := asked.get("kind"):
            cursor.execute(LIST.format(rows=ROWS[name].format(where=f"AND {alias}.kind = %s")), kind)
        else:
            cursor.execute(LIST.format(rows=ROWS[name].format(where="")))
        body = cursor.fetchone()[0].encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
