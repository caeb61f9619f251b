"""Debian's buildah, on a base made with debootstrap: no image registry, and no engine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.processes import ROOT

BASE = "localhost/kitchen-base:bookworm"
DEBIAN = "debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm"
# How this machine reaches its package registries. Mounted while it builds, never copied.
SETTINGS = ("/etc/ssl/certs", "/etc/pip.conf", "~/.config/pip/pip.conf", "/etc/npmrc", "~/.npmrc")


def call(*command: str | Path, **variables: str) -> str:
    """What it printed; fails with the end of all it said."""
    done = subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def buildah(*arguments: str | Path) -> str:
    """What it printed."""
    return call("buildah", *arguments, BUILDAH_ISOLATION="chroot")


def build(image: str) -> None:
    """Ends with what to install, where something is missing."""
    missing = [name for name in ("buildah", "runc", "debootstrap") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        sys.exit(
            "Neither docker nor podman answers. Start one; or, as root on Debian: "
            "apt-get install buildah runc debootstrap pgbouncer"
        )
    if BASE not in buildah("images", "--format", "{{.Name}}:{{.Tag}}").split():
        _make_base()
    volumes = [f"--volume={path}:{path}:ro" for path in sorted({*_settings()})]
    # Docker's own format: the other one has no health check.
    how = ["--format=docker", "--no-cache", f"--build-arg=BASE={BASE}", *volumes]
    buildah("build", *how, f"--tag={image}", ROOT)


def _make_base() -> None:
    with TemporaryDirectory(prefix="kitchen-base-") as folder:
        subprocess.run([*DEBIAN.split(), folder], check=True, stdout=subprocess.DEVNULL)
        for unneeded in ("var/cache/apt", "var/lib/apt/lists"):
            shutil.rmtree(Path(folder, unneeded))
        base = buildah("from", "scratch").strip()
        buildah("add", "--quiet", base, folder, "/")
        buildah("commit", "--quiet", "--rm", base, BASE)


def _settings() -> Iterator[str]:
    """Files that exist, and folders that pip's settings name."""
    yield from (str(p) for p in map(Path.expanduser, map(Path, SETTINGS)) if p.exists())
    told = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(told, capture_output=True, text=True, check=True).stdout
    for found in re.findall(r"(?:file://|')(/[^\s']+)", said):
        if Path(found).is_dir():
            yield str(Path(found).parent if Path(found).name == "simple" else Path(found))
