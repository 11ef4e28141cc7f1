import datetime
import time

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from . import duplicates, undoing
from .links.gathering import gather
from .models import Batch
from .operations import edits, imports, links
from .quality import scoring

RECENT = datetime.timedelta(minutes=15)  # well above the time between two runs of `settle_quality`
LOOKING = 25  # seconds of one run of `look_at_links`, and the two requests of the last link
MINUTES = 4  # of one task, far below the time limit of a worker


@shared_task
def tell_all(batch_id):
    """Bring what a large batch wrote into the search index; a second run writes the same again."""
    undoing.tell_all(Batch.objects.get(pk=batch_id))


@shared_task(time_limit=7200)
def finish_undoing(undoing_id):
    """Take a large batch back; a second run finds it done, or being done."""
    try:
        undoing.finish(undoing_id)
    except undoing.CannotTakeBack:
        undoing.give_up(undoing_id)


@shared_task
def sweep_undoings():
    """Give those to a worker again of which a lost message or a killed worker left nothing written."""
    for pk in Batch.objects.waiting().values_list("pk", flat=True):
        finish_undoing.delay(pk)


@shared_task(time_limit=7200)
def work_at_import(import_id):
    """Look at the rows of a file, or write them; a second run finds it done, or being done."""
    imports.work_at(import_id)


@shared_task
def sweep_imports():
    """Give work to a worker again of which the last one gave no sign of life; forget old files."""
    for import_id in imports.unfinished():
        work_at_import.delay(import_id)
    imports.forget_files()


@shared_task
def change_many(edit_id):
    """Do the next portions of a change of many rows, for some minutes; then hand it over to a next task.

    A second run of the same task goes on where the first is.
    """
    until = time.monotonic() + MINUTES * 60
    while not edits.go_on(edit_id):
        if time.monotonic() > until:
            change_many.delay(edit_id)
            return


@shared_task
def sweep_edits():
    """Give those to a worker again that a lost message or a killed worker left undone."""
    for pk in edits.unfinished():
        change_many.delay(pk)


@shared_task(time_limit=3600)
def settle_names():
    """Make the keys anew of records whose names changed; a second run finds them made."""
    duplicates.settle()


@shared_task(time_limit=7200)
def find_duplicates():
    """Put new pairs that may be one into the queue; a second run finds none."""
    for model in duplicates.compared().values():
        duplicates.find_all(model)


@shared_task(time_limit=3600)
def settle_quality():
    """Score what was written lately in ways that do not tell of it; a second run finds it scored."""
    for model in scoring.judged().values():
        scoring.score(model, model._base_manager.filter(updated_at__gt=timezone.now() - RECENT))
        scoring.forget_gone(model)


@shared_task(time_limit=7200)
def score_all():
    """Score the whole register; a second run changes nothing."""
    for model in scoring.judged().values():
        scoring.score(model)
        scoring.forget_gone(model)


@shared_task
def look_at_links():
    """Look at those that are due, one after the other, for less than a minute; a second run takes others."""
    if not settings.LINK_CHECKS:
        return
    until = time.monotonic() + LOOKING
    while time.monotonic() < until and links.look_at_next():
        pass


@shared_task(time_limit=3600)
def gather_links():
    """Keep the links of what is published now; a second run finds none new."""
    gather()
