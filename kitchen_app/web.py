"""The web app's build: made when its sources changed, kept under their fingerprint.

A product's folder is renamed into place when it is whole, so an interrupted build is no build, and
a server that runs keeps the files it began with.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kitchen_app.errors import ConfigurationError

WEB = Path(".web")
TREE = WEB / "export"  # where Reflex works; what it installed stays for the next build
PRODUCTS = WEB / "built"
PARTS = ("build/client", "backend", "routes.json")
KEPT = 3
SOURCES = (
    "rxconfig.py",
    "kitchen_app/kitchen_app.py",
    "kitchen_app/origins.py",
    "kitchen_app/pages",
    "kitchen_app/components",
    "kitchen_app/states",
    "assets",
    "reflex.lock",
    "bunfig.toml",
    ".npmrc",
    "requirements.txt",
)
QUIET = {"REFLEX_TELEMETRY_ENABLED": "false", "REFLEX_CHECK_LATEST_VERSION": "false"}


def build() -> Path:
    """The folder of the built web app, for REFLEX_WEB_WORKDIR; built first where it is not there.

    Raises ConfigurationError with the tool's own words where that fails.
    """
    product = PRODUCTS / _fingerprint()
    if not product.exists():
        with _alone():
            if not product.exists():
                print("Building the web app. This takes a moment.", flush=True)  # noqa: T201
                _export()
                _keep(product)
    return product


def pages(product: Path) -> Iterator[str]:
    """The HTML of every page that was built."""
    for path in (product / "build/client").rglob("*.html"):
        yield path.read_text()


def environment(workdir: Path) -> dict[str, str]:
    """What Reflex's own command needs: the wheel's bun on the path, and quiet."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    return {**os.environ, **QUIET, "PATH": path, "REFLEX_WEB_WORKDIR": str(workdir)}


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _source_files():
        content = path.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _source_files() -> Iterator[Path]:
    for source in map(Path, SOURCES):
        if source.is_dir():
            inside = (path for path in source.rglob("*") if path.is_file())
            yield from sorted(path for path in inside if path.suffix != ".pyc")
        elif source.exists():
            yield source


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time in this checkout; the kernel lets go whatever happens to us."""
    WEB.mkdir(exist_ok=True)
    with (WEB / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _export() -> None:
    for leftover in TREE.glob("*"):
        if leftover.name != "node_modules":
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(  # noqa: S603
        command,
        env=environment(TREE),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise ConfigurationError(f"The web app could not be built:\n{done.stdout.strip()}")


def _keep(product: Path) -> None:
    fresh = product.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in PARTS:
        (fresh / part).parent.mkdir(parents=True, exist_ok=True)
        (TREE / part).rename(fresh / part)
    fresh.rename(product)
    by_age = sorted(PRODUCTS.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in by_age[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
