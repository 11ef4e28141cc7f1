"""Give the role that web and worker connect as what it may do, and its password."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

ROLE = "parkway_app"
SCRIPT = Path(settings.BASE_DIR) / "deploy" / "application_role.sql"


class Command(BaseCommand):
    help = (
        "Run deploy/application_role.sql as the owner of the tables: after each migrate. "
        "APPLICATION_PASSWORD, where it is set, becomes the password of the role."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        password = os.environ.get("APPLICATION_PASSWORD")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('parkway_app'))")  # roles are the server's
            cursor.execute(SCRIPT.read_text().replace("%", "%%"), [])
            if password:
                cursor.execute(f"ALTER ROLE {ROLE} PASSWORD %s", [password])
        self.stdout.write(f"{ROLE} may read and write rows, and add to the history.")
