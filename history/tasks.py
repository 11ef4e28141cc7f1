from celery import shared_task

from . import operations


@shared_task
def fold_changes():
    """Keep the table of changes short; a second run finds nothing to fold."""
    operations.fold_changes()
