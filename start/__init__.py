"""Starts the portal, its servers and its tests on a machine that has only Python and make.

The standard library alone is imported until the environment `.venv` is ready. `make help` lists what
there is; the Makefile only calls `python -m start COMMAND`.
"""
