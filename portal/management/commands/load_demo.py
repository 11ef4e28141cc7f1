from django.core.management.base import BaseCommand, CommandError

from portal.loading.demo import load_demo
from portal.loading.operations import BadData


class Command(BaseCommand):
    help = "Load countries, the paper, the demo accounts and the search index; quick when nothing changed."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="also when nothing changed since")

    def handle(self, *args, force, **options):
        try:
            did_load = load_demo(force=force)
        except BadData as error:
            count = len(error.problems)
            raise CommandError(f"The paper was not loaded. What is wrong ({count}):\n{error}") from None
        self.stdout.write("The demo data is loaded." if did_load else "The demo data is up to date.")
