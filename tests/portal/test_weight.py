"""What a page may weigh: read from the built bundles, compressed as a server sends them."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

DIST = Path(settings.BASE_DIR) / "static" / "dist"
KB = 1000

pytestmark = pytest.mark.skipif(
    not (DIST / "app.js").exists(), reason="the assets are not built: npm run build"
)


def weight(*names: str) -> int:
    return sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in names)


@pytest.mark.parametrize("sheet", ["app.css", "app.rtl.css", "admin.css"])
def test_a_style_sheet_weighs_at_most_60_kb(sheet):
    assert 0 < weight(sheet) <= 60 * KB


def test_the_scripts_of_every_page_weigh_at_most_100_kb():
    assert 0 < weight("theme.js", "app.js") <= 100 * KB


def test_charts_and_map_add_at_most_300_kb():
    assert 0 < weight("chart.js", "map.js") <= 300 * KB


def test_nothing_built_asks_another_host_for_anything():
    for sheet in ("app.css", "app.rtl.css", "admin.css"):
        assert "url(http" not in (DIST / sheet).read_text().replace('url("', "url(").replace(
            "url(//", "url(http"
        )


def test_faces_that_the_style_sheets_name_are_there():
    assert sorted(path.name for path in (DIST / "fonts").iterdir()) == [
        "source-sans-3.woff2",
        "source-serif-4.woff2",
    ]


def test_the_lock_file_names_no_registry():
    assert '"resolved"' not in (Path(settings.BASE_DIR) / "package-lock.json").read_text()
