from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.errors import RuleBroken
from organisations.directory import ror
from organisations.directory.files import BadDump
from organisations.directory.loading import load
from organisations.directory.report import lines
from organisations.models import DirectoryEntry


class Command(BaseCommand):
    help = "Take in ROR's dump: JSON of either schema, or tables; plain, .gz or .zip. Twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}")
        try:
            done = load(DirectoryEntry.Registry.ROR, ror.bodies(file), file.name, told=self._tell)
        except (BadDump, RuleBroken) as error:
            raise CommandError(f"Nothing was written. {error}") from None
        self.stdout.write("\n".join(lines(done)))

    def _tell(self, words: str) -> None:
        self.stderr.write(words)
