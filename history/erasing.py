"""The one way in which history is rewritten: a function of the database that runs as the owner of its tables.

Whoever connects may call it, and can do no more by it than erase: what a state says afterwards is written by
the guard of its table (`history.guards`), which holds the values; and only after an erasure was noted.
"""

#: states: the table; numbers: of the states; noted: the erasure; goes: rows go, else they are made blank.
CREATE = r"""
CREATE OR REPLACE FUNCTION history_erase(states text, numbers bigint[], noted text, goes boolean)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET parkway.erasing = 'on' SET pgtrigger.ignore = '{}' AS $erase$
DECLARE
    kept regclass := to_regclass(quote_ident(states));
    touched bigint;
BEGIN
    -- Asks for the owner, too: a trigger of somebody else's table would run as the one of this function.
    PERFORM FROM pg_trigger one JOIN pg_class held ON held.oid = one.tgrelid
    WHERE one.tgrelid = kept AND one.tgname LIKE 'pgtrigger\_history\_is\_kept%' AND one.tgenabled <> 'D'
        AND pg_get_userbyid(held.relowner) = current_user;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No history of that name' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM public.history_erasure one WHERE one.id = noted AND one.at > now() - interval '10 minutes';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No erasure was noted' USING ERRCODE = 'check_violation';
    END IF;
    IF goes THEN
        EXECUTE format('DELETE FROM %s WHERE pgh_id = ANY($1)', kept) USING numbers;
    ELSE
        EXECUTE format('UPDATE %s SET pgh_label = pgh_label WHERE pgh_id = ANY($1)', kept) USING numbers;
    END IF;
    GET DIAGNOSTICS touched = ROW_COUNT;
    RETURN touched;
END $erase$;
REVOKE ALL ON FUNCTION history_erase(text, bigint[], text, boolean) FROM PUBLIC;
"""
DROP = "DROP FUNCTION history_erase(text, bigint[], text, boolean)"
CALL = "SELECT history_erase(%s, %s, %s, %s)"
