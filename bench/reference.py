"""The floor: a bare WSGI function, one hand-written statement, its JSON straight from PostgreSQL.

It knows no users, no filters, no languages, no hidden rows beyond the plain condition.
"""

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
TABLE = {
    "organisations": "o",
    "parks": "p",
    "milestones": "m",
    "observations": "b",
    "agreements": "a",
    "projects": "j",
}
LIST = "SELECT json_build_object('results', json_agg(row))::text FROM ({rows}) page"
_connection = None


def application(environ, start_response):
    """/NAME/ lists; /NAME/?kind=VALUE filters; /NAME/ID/ shows one."""
    global _connection
    if _connection is None:
        _connection = psycopg2.connect(os.environ["DATABASE_URL"])
        _connection.autocommit = True
    name, *key = environ["PATH_INFO"].strip("/").split("/")
    alias = TABLE[name]
    with _connection.cursor() as cursor:
        if key:
            cursor.execute(
                f"SELECT row::text FROM ({ROWS[name].format(where=f'AND {alias}.id = %s')}) one", key
            )
        elif kind := parse_qs(environ["QUERY_STRING"]).get("kind"):
            cursor.execute(LIST.format(rows=ROWS[name].format(where=f"AND {alias}.kind = %s")), kind)
        else:
            cursor.execute(LIST.format(rows=ROWS[name].format(where="")))
        body = cursor.fetchone()[0].encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
