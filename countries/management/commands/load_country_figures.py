from pathlib import Path

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from countries.figure_files import FORMATS, BadFile
from countries.guide_loading import edition, load_origins
from countries.operations import keep_figures, keep_holidays
from sources.models import Passage


class Command(BaseCommand):
    help = (
        "Bring the figures of countries up to date from a file: the Worldwide Governance Indicators"
        " (governance), a long table of indicators (indicators), or a table of public holidays (holidays)."
        " All of it or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="a CSV file, also packed by gzip")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--since", type=int, default=1900, help="leave out earlier years")
        parser.add_argument("--edition", help="which edition of the source this is: “2025 update”")
        parser.add_argument("--place", help="for holidays: the place in a source, as source/code")

    def handle(self, *args, path, **options):
        try:
            with transaction.atomic(), pghistory.context(command="load_country_figures"):
                counts = self._load(path, options)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        except (BadFile, UnicodeDecodeError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from None
        self.stdout.write(
            f"{counts.created} created, {counts.changed} changed, {counts.same} were so already,"
            f" {counts.unknown} of no country that is known here."
        )

    def _load(self, path: Path, options: dict):
        rows = FORMATS[options["format"]](path)
        if options["format"] == "holidays":
            return keep_holidays(rows, _place(options["place"]), chinese={})
        origins = load_origins(settings.BASE_DIR / "data" / "countries")
        if label := options["edition"]:
            origins = {indicator: edition(passage, label) for indicator, passage in origins.items()}
        since = options["since"]
        return keep_figures((row for row in rows if row.year >= since), origins.__getitem__)


def _place(name: str | None) -> Passage:
    """Raises  CommandError where there is no such place: no day is told without a source."""
    source, _, code = (name or "").partition("/")
    passage = Passage.objects.filter(source__slug=source, code=code).first()
    if passage is None:
        raise CommandError("Say by --place where the days stand: the slug of a source, “/”, and a code.")
    return passage
