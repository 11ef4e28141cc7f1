from django.core.management.base import BaseCommand

from search.operations import BATCH, reindex

TOLD_AFTER = 20 * BATCH  # records


class Command(BaseCommand):
    help = "Make the search index anew, while it is used."

    def handle(self, *args, **options):
        self.stdout.write(f"{reindex(self._tell)} entries in the search index")

    def _tell(self, kind, done):
        if done % TOLD_AFTER == 0:
            self.stdout.write(f"{kind.label}: {done:,}", ending="\n")
            self.stdout.flush()
