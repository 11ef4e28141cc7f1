from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.errors import RuleBroken
from organisations.directory.files import BadDump
from organisations.directory.report import lines
from parks.directory import load_parks


class Command(BaseCommand):
    help = "Take in a table of science parks (CSV, XLSX). Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}")
        try:
            with file.open("rb") as opened:
                done = load_parks(file.name, opened)
        except (BadDump, RuleBroken) as error:
            raise CommandError(f"Nothing was written. {error}") from None
        self.stdout.write("\n".join(lines(done)))
