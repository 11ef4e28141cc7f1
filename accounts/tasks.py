from celery import shared_task

from .operations import replays


@shared_task
def forget_answers():
    """Drop kept answers that are older than a day."""
    replays.forget_old_answers()
