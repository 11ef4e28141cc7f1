from pathlib import Path

from celery import shared_task

from .directory import ror
from .directory.loading import load
from .models import DirectoryEntry


@shared_task
def load_directory(file: str):
    """Take in a dump of ROR that lies where the worker reads it; a second run finds nothing to change."""
    load(DirectoryEntry.Registry.ROR, ror.bodies(Path(file)), Path(file).name)
