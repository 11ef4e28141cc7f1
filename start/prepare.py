"""Runs inside Django, once a start: tables, demo data when asked, and the demo accounts on the output.

One program for the three, as loading Django takes longer than each of them on a second start.
"""

import argparse
import sys
from contextlib import redirect_stdout

import django
from django.core.management import call_command


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--load-demo", action="store_true")
    arguments = parser.parse_args()
    django.setup()
    with redirect_stdout(sys.stderr):  # into the log
        call_command("migrate", interactive=False)
        if arguments.load_demo:
            call_command("load_demo")
    call_command("demo_accounts")


if __name__ == "__main__":
    main()
