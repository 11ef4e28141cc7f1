"""Rows to measure on: N of each resource, by INSERT … SELECT, with a fixed pattern instead of chance."""

from django.db import connection

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}

STATEMENTS = """
SET session_replication_role = replica;
INSERT INTO organisations_organisation (id, slug, name, name_en, name_zh_hans, kind, summary, summary_en,
    summary_zh_hans, country, city, city_en, city_zh_hans, latitude, longitude, website, curator_note,
    is_published, is_example, created_at, updated_at, sort_en, sort_zh_hans)
SELECT 'org_' || lpad(n::text, 26, '0'), 'organisation-' || n, name, name, '机构 ' || n, 'company', summary, summary,
    '技术服务与知识产权保护 ' || n, (ARRAY['CN','MY','EG','TH','PK','GB'])[1 + n % 6], 'Beijing', 'Beijing', '北京',
    39.9, 116.3, 'https://example.org/' || n, '', n % 50 > 0, true, now(), now(), lower(name), 'ji gou ' || lpad(n::text, 8, '0')
FROM generate_series(1, :n) n,
    LATERAL (SELECT 'Organisation ' || lpad(n::text, 8, '0') AS name, repeat('Technology services ' || n || ' ', 6) AS summary) t;
INSERT INTO parks_park (id, organisation_id, kind, parent_id, approach, status, description, curator_note,
    opened_on, is_published, is_example, created_at, updated_at)
SELECT 'prk_' || lpad(n::text, 26, '0'), 'org_' || lpad(n::text, 26, '0'), (ARRAY['science_park','incubator','innovation_hub'])[1 + n % 3],
    CASE WHEN n % 10 > 0 THEN 'prk_' || lpad((n - n % 10)::text, 26, '0') END, 'partnership', 'operating', '', '',
    (1990 + n % 30)::text, true, true, now(), now()
FROM generate_series(10, :n) n;
INSERT INTO parks_milestone (id, slug, organisation_id, title, title_en, title_zh_hans, text, text_en, text_zh_hans,
    happened_on, ordinal, curator_note, is_published, is_example, created_at, updated_at)
SELECT 'mst_' || lpad(n::text, 26, '0'), 'milestone-' || n, 'org_' || lpad(n::text, 26, '0'), 'Opened ' || n, 'Opened ' || n, '开园 ' || n,
    '', '', '', (1990 + n % 30) || '-' || lpad((1 + n % 12)::text, 2, '0'), 0, '', true, true, now(), now()
FROM generate_series(1, :n) n;
INSERT INTO parks_indicator (id, slug, name, name_en, definition, definition_en, respect, unit, ordinal, curator_note,
    is_published, is_example, created_at, updated_at)
SELECT 'ind_' || lpad(n::text, 26, '0'), 'indicator-' || n, 'Indicator ' || n, 'Indicator ' || n, '', '', 'products', 'count', n, '',
    true, true, now(), now() FROM generate_series(1, 50) n;
INSERT INTO parks_observation (id, slug, indicator_id, organisation_id, scope, scope_en, period_on, period_kind, value, currency,
    qualifier, printed, change_is_percent, change_printed, share_printed, multiple_of, part_kind, curator_note,
    is_published, is_example, created_at, updated_at)
SELECT 'obs_' || lpad(n::text, 26, '0'), 'observation-' || n, 'ind_' || lpad((1 + n % 50)::text, 26, '0'), 'org_' || lpad(n::text, 26, '0'),
    'enterprises', 'enterprises', (1990 + n % 30)::text, 'year', n, '', '', n::text, true, '', '', '', '', '', true, true, now(), now()
FROM generate_series(1, :n) n;
INSERT INTO partners_agreement (id, slug, title, title_en, title_zh_hans, kind, status, is_generic, is_final, ending, signed_on, summary, summary_en,
    countries, curator_note, is_published, is_example, created_at, updated_at, sort_en, sort_zh_hans)
SELECT 'agr_' || lpad(n::text, 26, '0'), 'agreement-' || n, title, title, '协议 ' || n, 'strategic', 'signed', false, true, '',
    (2000 + n % 20)::text, '', '', ARRAY[(ARRAY['MY','EG','TH','PK'])[1 + n % 4]], '', true, true, now(), now(), lower(title), 'xie yi ' || n
FROM generate_series(1, :n) n, LATERAL (SELECT 'Agreement ' || lpad(n::text, 8, '0') AS title) t;
INSERT INTO partners_agreementparty (id, agreement_id, organisation_id, role, ordinal)
SELECT 'pty_' || lpad((2 * n + side)::text, 26, '0'), 'agr_' || lpad(n::text, 26, '0'),
    'org_' || lpad((1 + (n + side * 777) % :n)::text, 26, '0'), 'party', side
FROM generate_series(1, :n) n, generate_series(0, 1) side;
INSERT INTO projects_project (id, slug, title, title_en, title_zh_hans, path, phase, summary, summary_en, aim, country, park_id,
    starts_on, curator_note, is_published, is_example, created_at, updated_at, sort_en, sort_zh_hans)
SELECT 'prj_' || lpad(n::text, 26, '0'), 'project-' || n, title, title, '项目 ' || n, 'consulting', 'planning', 'A plan', 'A plan', '',
    'MY', 'prk_' || lpad(greatest(10, n)::text, 26, '0'), '2015', '', true, true, now(), now(), lower(title), 'xiang mu ' || n
FROM generate_series(1, :n) n, LATERAL (SELECT 'Project ' || lpad(n::text, 8, '0') AS title) t;
INSERT INTO projects_projectparticipant (id, project_id, organisation_id, role, ordinal)
SELECT 'ppt_' || lpad((2 * n + side)::text, 26, '0'), 'prj_' || lpad(n::text, 26, '0'),
    'org_' || lpad((1 + (n + side * 777) % :n)::text, 26, '0'), (ARRAY['lead','client'])[1 + side], side
FROM generate_series(1, :n) n, generate_series(0, 1) side;
SET session_replication_role = origin;
"""


def build(size: str) -> None:
    """N rows of each resource, where there are none; triggers sleep, as nobody reads that history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisations_organisation")
        if cursor.fetchone()[0] == 0:
            cursor.execute(STATEMENTS.replace(":n", str(SIZES[size])))
    tidy()


def tidy() -> None:
    """As a database is that has been used for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
