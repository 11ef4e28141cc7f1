"""What is done by itself, and when."""

from celery.schedules import crontab
from django.conf import settings
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import ModelEntry

from portal.celery import app

DAY = 86_400


def test_every_planned_task_is_there():
    app.loader.import_default_modules()
    planned = {plan["task"] for plan in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned <= set(app.tasks)


def test_what_is_daily_has_its_hour_and_does_not_move_with_the_start_of_the_scheduler():
    plans = settings.CELERY_BEAT_SCHEDULE
    times = {name: plan["schedule"] for name, plan in plans.items()}
    assert {name for name, every in times.items() if isinstance(every, crontab)} == {
        "find-duplicates",
        "score-all",
    }
    assert all(isinstance(every, crontab) or every < DAY for every in times.values())


def test_a_plan_that_was_kept_as_an_interval_becomes_one_with_an_hour(db):
    name, plan = "find-duplicates", settings.CELERY_BEAT_SCHEDULE["find-duplicates"]
    ModelEntry.from_entry(name, app=app, **(plan | {"schedule": 86400.0}))
    ModelEntry.from_entry(name, app=app, **plan)
    kept = PeriodicTask.objects.get(name=name)
    assert kept.interval is None
    assert (kept.crontab.hour, kept.crontab.minute, str(kept.crontab.timezone)) == ("20", "10", "UTC")
