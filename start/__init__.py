"""Starts the portal, its servers and its tests on a machine that has only Python and make.

Nothing but the standard library is imported until the environment `.venv` is entered. `make help` lists
what there is; the Makefile only calls `python -m start COMMAND`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever calls it may have any
    sys.exit(f"Parkway needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
