import imaplib
import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from .operations import agreements, mailbox, reminders

logger = logging.getLogger(__name__)


@shared_task
def keep_dates():
    """What dates do to agreements and obligations; a second run on the same day changes nothing."""
    agreements.keep_dates(timezone.now())


@shared_task
def remind():
    """Warn of what falls due; what was told already is not told again."""
    reminders.remind()


@shared_task(time_limit=120)
def collect_mail():
    """Take what members mailed in, where a mailbox is set; the next run takes what this one could not."""
    if not settings.MAIL_IN_IMAP_URL:  # the schedule may still be that of a setting of yesterday
        return
    try:
        mailbox.collect(settings.MAIL_IN_IMAP_URL)
    except (OSError, imaplib.IMAP4.error) as error:
        logger.warning("The mailbox could not be read: %s: %.200s", type(error).__name__, error)
