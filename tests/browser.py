"""A Chromium for the tests that open pages: the machine's own, else one that is installed here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    candidates = [*filter(None, map(shutil.which, NAMES)), str(MAC), _playwrights_own()]
    return next(filter(_starts, candidates), None)


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    if not Path(path).exists():
        return False
    tried = subprocess.run([path, *FLAGS, "--version"], capture_output=True, check=False)
    return tried.returncode == 0


def main() -> None:
    """Make sure that there is one."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(0, ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"])
        ways.insert(0, ["apt-get", "update", "-qq"])
    while find() is None:
        if not ways:
            sys.exit("The tests open pages in a browser: install Chromium, then try again.")
        subprocess.run(ways.pop(0), check=False)


if __name__ == "__main__":
    main()
