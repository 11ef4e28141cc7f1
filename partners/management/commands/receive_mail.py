import sys

from django.core.management.base import BaseCommand

from partners.incoming import LARGEST
from partners.operations.mail_in import receive


class Command(BaseCommand):
    help = "Take a mail from standard input as a draft of its sender; for the pipe of a mail server."

    def handle(self, *args, **options):
        # The same end whoever sent it, so that the mail server answers everybody alike.
        receive(sys.stdin.buffer.read(LARGEST + 1))
