"""Who the portal is in its database: one that owns its tables could undo what guards the history."""

from django.core import checks
from django.db import connections

OWNS = """
SELECT rolsuper OR EXISTS (
    SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relname = 'history_change'
) FROM pg_roles WHERE rolname = current_user
"""


@checks.register(checks.Tags.database, deploy=True)
def connects_as_a_role_of_its_own(app_configs=None, databases=None, **kwargs):
    """Asked by `check --deploy --database default` only: to try the portal, the owner will do."""
    if "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(OWNS)
        if cursor.fetchone() != (True,):
            return []
    return [
        checks.Warning(
            "The portal connects as the owner of its tables, or as a superuser.",
            hint="Run `manage.py application_role`, and connect as parkway_app (deploy/README.md).",
            id="history.W001",
        )
    ]
