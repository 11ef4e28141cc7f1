from celery import shared_task
from django.utils import timezone

from .operations import agreements


@shared_task
def keep_dates():
    """What dates do to agreements and obligations; a second run on the same day changes nothing."""
    agreements.keep_dates(timezone.localdate())
