"""A data folder with a database in it, and guests who use it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kitchen_app.embedded import running
from tests.embedded.guests import FAST, Guest, Invite, ask


@pytest.fixture
def guests() -> Iterator[Invite]:
    """Makes guests, and sees to it that none outlives the test."""
    invited: list[Guest] = []

    def invite(data_dir: Path, **how: object) -> Guest:
        invited.append(Guest(data_dir, **how))  # type: ignore[arg-type]
        return invited[-1]

    yield invite
    for guest in invited:
        if guest.process.poll() is None:
            guest.leave()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was used once, with a table that says so."""
    folder = tmp_path_factory.mktemp("made")
    with running(folder, options=FAST) as url:
        ask(url, "CREATE TABLE jars (label text)")
    return folder


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", made, tmp_path / "data"], check=True)
    return tmp_path / "data"
