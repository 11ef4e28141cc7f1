"""The catalogues of locale/, compiled with Babel, so that no gettext need be installed."""

from pathlib import Path

from .places import ROOT, only_one_builds
from .words import CannotStart, step


def compile_all() -> None:
    with only_one_builds():
        stale = [file for file in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")) if not _is_fresh(file)]
        if stale:
            with step("Translations"):
                for file in stale:
                    _compile(file)


def _is_fresh(file: Path) -> bool:
    compiled = file.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= file.stat().st_mtime_ns


def _compile(file: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    language = file.parts[-3]  # without it Babel drops the plural rule
    try:
        with file.open("rb") as text:
            catalogue = read_po(text, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CannotStart(f"{file.relative_to(ROOT)} cannot be read: {error}") from error
    fresh = file.with_suffix(".mo.new")
    with fresh.open("wb") as out:
        write_mo(out, catalogue)
    fresh.rename(file.with_suffix(".mo"))
