from django.core.management.base import BaseCommand

from curation.duplicates import compared, repair, settle


class Command(BaseCommand):
    help = "Makes what duplicates are found by right, and tells of which records it was wrong."

    def handle(self, **options):
        self.stdout.write(f"{settle()} records had changed since.")
        for model in compared().values():
            wrong = list(repair(model))
            self.stdout.write(f"{model._meta.verbose_name_plural}: {len(wrong)} wrong")
            for record in wrong:
                self.stdout.write(f"  {record}")
