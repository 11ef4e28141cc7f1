"""The Chromium that browser tests drive: found, or installed where this is allowed."""

import os
import shutil
import subprocess

from .words import CannotStart, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ["chromium", "fonts-noto-cjk"]


def find() -> str | None:
    """The program's path: that of CHROMIUM, or one on PATH."""
    given = os.environ.get("CHROMIUM")
    if given and not shutil.which(given):
        raise CannotStart(f"CHROMIUM is {given!r}, which is no program.")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> int:
    return 0 if ensure() else 1


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def ensure() -> str | None:
    """Install what is missing, as root on Debian or Ubuntu; None when there is no browser after all."""
    has_fonts = (
        bool(shutil.which("fc-list"))
        and "Noto Sans CJK" in subprocess.run(["fc-list"], capture_output=True, text=True).stdout
    )
    found = find()
    missing = [*([] if found else PACKAGES[:1]), *([] if has_fonts else PACKAGES[1:])]
    if not missing:
        return found
    if not may_install():
        say(
            f"Browser tests want the packages {' and '.join(missing)}: as root, `make browser` installs them."
        )
        return found
    say(f"Installing for browser tests: {' and '.join(missing)} (about 450 MB with what they need).")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(["apt-get", "-q", *arguments], env=environment, capture_output=True, text=True)
        if done.returncode:
            say(f"apt-get {arguments[0]} failed: {done.stderr.strip()[-2000:]}")
            break
    return find()
