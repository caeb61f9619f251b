"""A Chromium for the tests that open pages: the machine's own, else one that is installed here.

The shell is the same engine without the windows around it: a page costs a third of the CPU.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


@cache
def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield str(MAC)
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _starts(path: str) -> bool:
    if not Path(path).exists():
        return False
    tried = subprocess.run([path, *FLAGS, "--version"], capture_output=True, check=False)
    return tried.returncode == 0


def main() -> None:
    """Make sure that there is one."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        ways = [["apt-get", "update", "-qq"], [*install, SHELL], [*install, "chromium"], *ways]
    while find() is None:
        if not ways:
            sys.exit("The tests open pages in a browser: install Chromium, then try again.")
        subprocess.run(ways.pop(0), check=False)
        find.cache_clear()


if __name__ == "__main__":
    main()
