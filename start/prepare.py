"""Runs inside Django, once a start: tables, demo data, and the demo accounts on the output.

One program for the three, as loading Django takes longer than each of them on a second start.
"""

import sys
from contextlib import redirect_stdout

import django
from django.core.management import CommandError, call_command


def main() -> None:
    django.setup()
    with redirect_stdout(sys.stderr):  # into the log
        call_command("migrate", interactive=False)
        call_command("load_demo")
    call_command("demo_accounts")


if __name__ == "__main__":
    try:
        main()
    except CommandError as error:
        sys.exit(str(error))
