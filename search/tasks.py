from celery import shared_task

from . import operations


@shared_task
def reindex():
    """Nightly: mends what was written past the operations, by hand or by a script."""
    operations.reindex()
