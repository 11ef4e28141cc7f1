"""A pytest plugin for machines without Chromium: browser tests are reported as skipped, never left out."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    no_browser = pytest.mark.skip(reason="no Chromium here; as root, `make browser` installs it")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(no_browser)
