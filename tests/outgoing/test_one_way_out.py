"""Nothing else in the house opens connections by HTTP."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from common.outgoing import connections

WAYS = {"aiohttp", "httplib2", "httpx", "pycurl", "requests", "urllib3"}
MODULES = {"http.client", "urllib.request"}


def _rooms():
    return sorted(
        Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == Path(settings.BASE_DIR)
    )


def _imported(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _goes_out(source):
    names = list(_imported(source))
    return any(
        name.split(".")[0] in WAYS or any(f"{name}.".startswith(f"{module}.") for module in MODULES)
        for name in names
    )


@pytest.mark.parametrize("room", _rooms(), ids=lambda room: room.name)
def test_a_room_asks_by_http_through_the_one_way_out_alone(room):
    found = {
        str(path.relative_to(room))
        for path in room.rglob("*.py")
        if "outgoing" not in path.parts and _goes_out(path.read_text())
    }
    assert not found


def test_the_way_out_itself_is_found_by_this_test():
    assert _goes_out(Path(connections.__file__).read_text())
    assert _goes_out("from urllib import request") and not _goes_out("from urllib.parse import urljoin")
