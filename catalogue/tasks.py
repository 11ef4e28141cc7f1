from celery import shared_task

from .operations import life


@shared_task
def keep_dates():
    """Bring listings out when they are due, and take back those that have expired."""
    life.keep_dates()
