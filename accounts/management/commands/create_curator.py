import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.models import User
from accounts.operations import open_account


class Command(BaseCommand):
    help = "Open a curator's account. Asks for the password, or reads it from a pipe."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, email, **options):
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_email(email)
            validate_password(password, User(email=email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is an account with {email} already.")
        open_account(email, password, is_curator=True)
        self.stdout.write(f"{email} can sign in as a curator.")
