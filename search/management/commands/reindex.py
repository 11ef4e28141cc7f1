from django.core.management.base import BaseCommand

from search.operations import reindex


class Command(BaseCommand):
    help = "Make the search index anew."

    def handle(self, *args, **options):
        self.stdout.write(f"{reindex()} entries in the search index")
