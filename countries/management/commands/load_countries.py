from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from countries.loading import load_countries


class Command(BaseCommand):
    help = "Load all countries of ISO 3166-1 and the groups they belong to. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "data" / "countries",
            help="folder with regions.yaml and groups.yaml",
        )

    def handle(self, *args, folder, **options):
        counts = load_countries(folder)
        self.stdout.write(f"Countries: {counts.created} rows created, {counts.changed} changed.")
