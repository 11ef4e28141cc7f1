"""What park staff do all day: log an interaction, find a partner while typing, come back to the desk.

The desk is asked in two copies of the database that differ in one thing: how much was logged. Half of it
is in the parks of the member who asks. As many follow-ups are open in both: people finish what they start.
"""

import datetime
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg2.extensions import AsIs

from accounts.models import Membership, User
from organisations.models import Organisation
from partners.bodies import find
from partners.models import Attendee, FollowUp, Interaction, InteractionPartner
from partners.operations.interactions import NextStep, Present, log_interaction

from .databases import copied
from .servers import Server, seconds_of

ROUNDS, WRITES = 7, 200
LOGGED = {"10k": 10_000, "1m": 1_000_000}
OWNER = "org_" + "10".zfill(26)  # a park with nine below it

#: Interactions with a partner each; a follow-up for each tenth, the last 500 of these open.
DAYS = """
SET session_replication_role = replica;
INSERT INTO partners_interaction (id, owner_id, kind, happened_on, time_zone, title, notes, outcome, place, is_draft, origin,
    external_id, submission, created_at, updated_at)
SELECT 'int_' || lpad(n::text, 26, '0'),
    'org_' || lpad((CASE WHEN n %% 2 = 0 THEN 10 + n / 2 %% 10 ELSE 1000 + n %% 5000 END)::text, 26, '0'),
    'meeting', current_date - (%(n)s - n) / 50, '', 'Meeting about the laboratory ' || n, 'We met.', '', 'Beijing',
    false, 'typed', '', '', now() - (%(n)s - n) * interval '1 minute', now() FROM generate_series(1, %(n)s) n;
INSERT INTO partners_interactionpartner (id, interaction_id, organisation_id)
SELECT 'inp_' || lpad(n::text, 26, '0'), 'int_' || lpad(n::text, 26, '0'), 'org_' || lpad((1 + n %% 900)::text, 26, '0')
FROM generate_series(1, %(n)s) n;
INSERT INTO partners_followup (id, owner_id, interaction_id, text, assignee_id, due_on, done_at, created_at)
SELECT 'flw_' || lpad(n::text, 26, '0'), i.owner_id, i.id, 'Send the minutes', %(member)s,
    current_date + 30 - (%(n)s - n) / 200, CASE WHEN n <= %(n)s - 5000 THEN i.created_at END, i.created_at
FROM generate_series(10, %(n)s, 10) n JOIN partners_interaction i ON i.id = 'int_' || lpad(n::text, 26, '0');
INSERT INTO partners_agreement (id, slug, title, title_en, kind, status, is_generic, is_final, summary, summary_en, countries,
    curator_note, is_published, is_example, created_at, updated_at, sort_en, sort_zh_hans, owner_id, ending)
SELECT 'agr_kept_' || n, 'kept-' || n, 'Kept ' || n, 'Kept ' || n, 'strategic', 'active', false, true, '', '', '{}', '', false,
    true, now(), now(), 'kept ' || n, 'kept ' || n, %(owner)s, '' FROM generate_series(1, 100) n;
SET session_replication_role = origin;
"""
#: Bodies up to 100,000, each with a name in Chinese and a former one.
BODIES = """
SET session_replication_role = replica;
INSERT INTO organisations_organisation (id, slug, name, name_en, name_zh_hans, kind, summary, summary_en, country, city,
    website, curator_note, is_published, is_example, created_at, updated_at, sort_en, sort_zh_hans)
SELECT 'org_' || lpad(n::text, 26, '0'), 'body-' || n, name, name, '机构 ' || n, 'company', '', '', 'CN', '', '', '', true, true,
    now(), now(), lower(name), 'ji gou ' || n
FROM generate_series(%(first)s, 100000) n, LATERAL (SELECT initcap(md5(n::text)) || ' Laboratory ' || n AS name) t;
INSERT INTO organisations_organisationname (id, organisation_id, text, language, kind, note)
SELECT n, 'org_' || lpad(n::text, 26, '0'), 'Formerly ' || md5('old' || n), 'en', 'former', '' FROM generate_series(1, 100000) n;
SET session_replication_role = origin;
"""


#: The rows of one interaction, written by hand; the triggers note their history as they do for all.
INSERTS = """
INSERT INTO partners_interaction (id, owner_id, kind, happened_on, started_at, time_zone, title, notes, outcome, place,
    agreement_id, is_draft, origin, external_id, submission, created_by_id, created_at, updated_at)
VALUES ('int_%(id)s', %(owner)s, 'meeting', %(day)s, NULL, '', %(title)s, 'We met.', '', '', NULL, false, 'typed', '', '',
    %(member)s, now(), now());
INSERT INTO partners_interactionpartner (id, interaction_id, organisation_id) VALUES ('inp_%(id)s', 'int_%(id)s', %(partner)s);
INSERT INTO partners_attendee (id, interaction_id, side, user_id, contact_id, name)
VALUES ('att_%(id)s', 'int_%(id)s', 'theirs', NULL, NULL, 'Ana Lima');
INSERT INTO partners_followup (id, owner_id, interaction_id, agreement_id, text, assignee_id, due_on, done_at, done_by_id, created_at)
VALUES ('flw_%(id)s', %(owner)s, 'int_%(id)s', NULL, 'Send the minutes', %(member)s, %(day)s, NULL, NULL, now());
"""


def ratios_of_writing() -> list[float]:
    """`log_interaction` against INSERTs of the same rows, with the same triggers; CPU of both ends."""
    member, day = _member(), datetime.date.today()
    owner, partner = Organisation.objects.get(pk=OWNER), Organisation.objects.exclude(pk=OWNER)[20]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    numbers = itertools.count()

    def operation() -> str:
        interaction = Interaction(owner=owner, title="Talk", happened_on=day, notes="We met.")
        theirs, step = Present(theirs=["Ana Lima"]), NextStep("Send the minutes", day, member)
        log_interaction(interaction, by=member, partners=[partner], present=theirs, next_steps=[step])
        return interaction.pk

    def inserts() -> str:
        number = AsIs(f"{next(numbers):026d}")
        values = {"id": number, "owner": OWNER, "day": day, "title": "Talk", "member": member.pk}
        with connection.cursor() as cursor:
            for statement in filter(str.strip, f"BEGIN;{INSERTS}COMMIT".split(";")):
                cursor.execute(statement, values | {"partner": partner.pk})
        return f"int_{number}"

    _same_rows(operation(), inserts())

    def cpu() -> float:
        return time.process_time() + seconds_of(backend)

    def cost(write: Callable[[], str]) -> float:
        before = cpu()
        for _write in range(WRITES):
            write()
        return cpu() - before

    for write in (operation, inserts):
        cost(write)
    return [cost(operation) / cost(inserts) for _round in range(ROUNDS)]


def ratios_of_typing(server: Server, address: str, headers: dict) -> list[float]:
    """What is offered while one types, p95 of asking the portal against p95 of its bare statement."""
    member = _member()
    words = ["lab 12", "a3f", "机构 91", "formerly 0c", "xq", "laboratory 777", "org 5", "技术"]
    statements = [find(word, member).query.sql_with_params() for word in words]
    bare = psycopg2.connect(address)
    bare.autocommit = True

    def run(ask: Callable[[int], object]) -> float:
        took = []
        for number in range(len(words)):
            start = time.perf_counter()
            ask(number)
            took.append(time.perf_counter() - start)
        return sorted(took)[int(len(took) * 0.95)]

    def by_portal(number: int) -> None:
        server.get(f"/interactions/bodies/?q={quote(words[number])}", headers)

    def by_statement(number: int) -> None:
        with bare.cursor() as cursor:
            cursor.execute(*statements[number])
            cursor.fetchall()

    for ask in (by_portal, by_statement):
        run(ask)
    ratios = [run(by_portal) / run(by_statement) for _round in range(ROUNDS)]
    bare.close()
    return ratios


def signed_in() -> dict[str, str]:
    """The headers of the member who asks; as copies are made after that, in them too."""
    client = Client()
    client.force_login(_member())
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


@contextmanager
def copies() -> Iterator[dict[str, str]]:
    """The addresses of two copies of this database, by how much was logged in them."""
    member = _member()
    with ExitStack() as stack:
        addresses = {size: stack.enter_context(copied(f"logged_{size}")) for size in LOGGED}
        for size, address in addresses.items():
            _fill(address, LOGGED[size], member)
        yield addresses


def _fill(address: str, logged: int, member: User) -> None:
    filled = psycopg2.connect(address)
    filled.autocommit = True
    with filled.cursor() as cursor:
        cursor.execute("SELECT 1 + count(*) FROM organisations_organisation")
        values = {"first": cursor.fetchone()[0], "n": logged, "member": member.pk, "owner": OWNER}
        cursor.execute(BODIES, values)
        cursor.execute(DAYS, values)
        cursor.execute("VACUUM ANALYZE")
    filled.close()


def _member() -> User:
    member, _is_new = User.objects.get_or_create(email="bench@example.org", defaults={"name": "Bench"})
    Membership.objects.get_or_create(user=member, organisation_id=OWNER, ended_at=None)
    return member


def _same_rows(one: str, other: str) -> None:
    """Whether both ways write the same, but for ids and moments; if not, there is nothing to compare."""
    found = []
    for pk in (one, other):
        rows: list = [
            Interaction.objects.filter(pk=pk).values(
                "owner", "kind", "happened_on", "title", "notes", "created_by"
            )
        ]
        rows += [InteractionPartner.objects.filter(interaction=pk).values("organisation")]
        rows += [Attendee.objects.filter(interaction=pk).values("side", "user", "contact", "name")]
        rows += [
            FollowUp.objects.filter(interaction=pk).values("owner", "text", "assignee", "due_on", "done_at")
        ]
        found.append([list(each) for each in rows])
    if found[0] != found[1]:
        sys.exit(f"Not the same rows, so nothing to compare:\n{found[0]}\n{found[1]}")
