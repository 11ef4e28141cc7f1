-- The role that web and worker connect as: it reads and writes rows, owns nothing, and adds to history only.
-- Run by the owner of the tables after each migrate (`manage.py application_role`); a second run changes nothing.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'parkway_app') THEN
        CREATE ROLE parkway_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO parkway_app', current_database());
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC, parkway_app;
GRANT USAGE ON SCHEMA public TO parkway_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM parkway_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO parkway_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO parkway_app;
-- Tables of a release whose migration has just run, until this script has run too.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO parkway_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO parkway_app;

DO $$
DECLARE
    kept regclass;
BEGIN
    FOR kept IN
        SELECT tgrelid FROM pg_trigger WHERE tgname LIKE 'pgtrigger\_history\_is\_kept%'
        UNION SELECT 'history_erasure'::regclass
        UNION SELECT 'history_reading'::regclass
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM parkway_app', kept);
    END LOOP;
    -- The context of a change grows while its request runs (a trigger watches over that), and stays.
    REVOKE DELETE ON pghistory_context FROM parkway_app;
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM parkway_app;
    -- The directory of organisations is analysed by the load that has filled it; older servers skip that.
    IF current_setting('server_version_num')::int >= 170000 THEN
        EXECUTE 'GRANT MAINTAIN ON organisations_directoryentry, curation_namekey TO parkway_app';
    END IF;
END $$;

GRANT EXECUTE ON FUNCTION history_erase(text, bigint[], text, boolean) TO parkway_app;

-- A setting of the session would let it pass over the triggers that write history; each migrate puts that back.
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT false';
