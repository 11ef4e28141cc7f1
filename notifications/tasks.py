"""A task carries an id alone; what there is to do stands in the database."""

from celery import shared_task

from . import operations


@shared_task
def work_out(event_id):
    operations.work_out(event_id)


@shared_task
def deliver(delivery_id):
    operations.deliver(delivery_id)


@shared_task
def sweep():
    operations.sweep()
