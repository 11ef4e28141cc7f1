from django.db import migrations

# The same rules as organisations/identifiers.py, held by the database for every way of writing.
RULE = r"""
CREATE FUNCTION parkway_is_identifier(scheme text, value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  base32 constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  base31 constant text := '0123456789ABCDEFGHJKLMNPQRTUWXY';
  total numeric := 0;
  digits text := '';
  weight int := 1;
BEGIN
  CASE scheme
    WHEN 'wikidata' THEN
      RETURN value ~ '^Q[1-9][0-9]{0,11}$';
    WHEN 'ror' THEN
      IF value !~ '^0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}$' THEN RETURN false; END IF;
      FOR place IN 1..7 LOOP
        total := total * 32 + strpos(base32, substr(value, place, 1)) - 1;
      END LOOP;
      RETURN 98 - mod(total * 100, 97) = substr(value, 8, 2)::int;
    WHEN 'lei' THEN
      IF value !~ '^[0-9A-Z]{18}[0-9]{2}$' THEN RETURN false; END IF;
      FOR place IN 1..20 LOOP
        digits := digits || CASE WHEN substr(value, place, 1) ~ '[0-9]' THEN substr(value, place, 1)
                                 ELSE (ascii(substr(value, place, 1)) - 55)::text END;
      END LOOP;
      RETURN mod(digits::numeric, 97) = 1;
    WHEN 'uscc' THEN
      IF value !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' THEN RETURN false; END IF;
      FOR place IN 1..17 LOOP
        total := total + (strpos(base31, substr(value, place, 1)) - 1) * weight;
        weight := weight * 3 % 31;
      END LOOP;
      RETURN substr(base31, (31 - mod(total, 31)::int) % 31 + 1, 1) = substr(value, 18, 1);
    WHEN 'isni' THEN
      IF value !~ '^[0-9]{15}[0-9X]$' THEN RETURN false; END IF;
      FOR place IN 1..15 LOOP
        total := (total + substr(value, place, 1)::int) * 2;
      END LOOP;
      RETURN substr('0123456789X', (12 - mod(total, 11)::int) % 11 + 1, 1) = substr(value, 16, 1);
    ELSE
      RETURN false;
  END CASE;
END $$;
"""


class Migration(migrations.Migration):
    run_before = [("organisations", "0001_initial")]
    dependencies = []
    operations = [migrations.RunSQL(RULE, "DROP FUNCTION parkway_is_identifier(text, text)")]
