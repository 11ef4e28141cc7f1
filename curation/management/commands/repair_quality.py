from django.core.management.base import BaseCommand

from curation.quality.scoring import forget_gone, judged, score


class Command(BaseCommand):
    help = "Makes the scores of all records right, and tells of which records they were wrong."

    def handle(self, **options):
        for model in judged().values():
            wrong, gone = score(model), forget_gone(model)
            name = model._meta.verbose_name_plural
            self.stdout.write(f"{name}: {len(wrong)} wrong, {gone} of records gone")
            for record in wrong:
                self.stdout.write(f"  {record}")
