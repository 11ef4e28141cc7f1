from django.core.management.base import BaseCommand

from accounts.demo import DEMO_ACCOUNTS, are_wanted, demo_password
from accounts.models import User


class Command(BaseCommand):
    help = "Print the demo accounts that exist, one for each role, and their password."

    def handle(self, **options):
        emails = [account.email for account in DEMO_ACCOUNTS]
        existing = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
        accounts = [account for account in DEMO_ACCOUNTS if account.email in existing]
        if not accounts or not are_wanted():
            self.stdout.write("There are no demo accounts here.")
            return
        width = max(len(account.email) for account in accounts)
        for account in accounts:
            self.stdout.write(f"{account.email:<{width}}  {account.role}")
        self.stdout.write(f"Password of each: {demo_password()}")
