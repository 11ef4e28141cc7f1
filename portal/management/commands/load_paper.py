from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.loading.operations import BadData, load_paper
from search.operations import reindex


class Command(BaseCommand):
    help = "Load the facts of the paper from data/paper; see the README there. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "data" / "paper")
        parser.add_argument(
            "--overwrite", action="store_true", help="write every entry, also over what curators edited"
        )

    def handle(self, *args, folder, overwrite, **options):
        try:
            report = load_paper(folder, overwrite=overwrite)
        except BadData as error:
            count = len(error.problems)
            raise CommandError(f"Nothing was loaded. What is wrong ({count}):\n{error}") from None
        self.stdout.write(f"{'':24}{'created':>9}{'changed':>9}{'as is':>9}")
        for file in report.created:
            counts = report.created[file], report.changed[file], report.unchanged[file]
            self.stdout.write(f"{file:24}" + "".join(f"{count:>9}" for count in counts))
        if report.has_written:
            reindex()
        for name in report.gone:
            self.stdout.write(f"No longer in the files, left in the database: {name}")
