"""A disk that is full, and a database that takes no more connections: refused in clear words, and
all of it works again by itself."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from kitchen_app import embedded, migrations
from kitchen_app.database import Database
from tests.factories import Cook, check_refused, make_cook, until
from tests.servers import api_server

DISK = 200_000_000  # bytes
LARGE = {"name": "Soup", "steps": ["Stir. " * 300] * 40}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own; skips where nobody may mount one."""
    folder.mkdir()
    options = f"size={DISK},mode=755"
    mounting = ["mount", "-t", "tmpfs", "-o", options, "kitchen-test", str(folder)]
    if os.geteuid() or subprocess.run(mounting, check=False).returncode:
        pytest.skip("Only root may mount a small disk.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte is left on it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


def refused(cook: Cook, saved: set[str]) -> bool:
    """Saves what there is still room for."""
    answer = cook.post("/recipes", json=LARGE)
    if answer.status_code == 201:
        saved.add(answer.json()["id"])
        return False
    check_refused(answer, 503, "database_unavailable")
    assert answer.headers["retry-after"]
    return True


def test_a_full_disk_refuses_what_is_written_and_loses_nothing(tmp_path: Path) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(tmp_path / "disk"))
        url = stack.enter_context(embedded.running(disk, options={"fsync": "off"}))
        migrations.upgrade(Database(url).engine)
        server = stack.enter_context(api_server(url))
        cook = stack.enter_context(make_cook(server))
        cook.event_hooks = {"response": []}
        saved = {cook.recipe("Toast")["id"]}
        with full(disk):
            until(lambda: refused(cook, saved), seconds=60)
            until(lambda: cook.get("/recipes").status_code == 200)
        until(lambda: not refused(cook, saved), seconds=60)
        assert cook.get("/health").status_code == 200
        assert {row["id"] for page in cook.pages("/recipes") for row in page} == saved


def take_all_connections(url: str, others: ExitStack) -> None:
    """Those that the kitchen had as well."""
    theirs = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    first = others.enter_context(engine.connect())
    first.execute(text(f"{theirs} 'kitchen'"))
    with suppress(OperationalError):
        while True:
            others.enter_context(engine.connect())


def test_a_database_without_room_for_a_connection_is_said_to_be_away(tmp_path: Path) -> None:
    few = {"fsync": "off", "max_connections": "12", "superuser_reserved_connections": "0"}
    with ExitStack() as stack:
        url = stack.enter_context(embedded.running(tmp_path, options=few))
        migrations.upgrade(Database(url).engine)
        server = stack.enter_context(api_server(url))
        cook = stack.enter_context(make_cook(server))
        saved = cook.recipe("Toast")
        cook.event_hooks = {"response": []}
        server.database.engine.dispose()
        with ExitStack() as others:
            take_all_connections(url, others)
            for answer in (cook.get("/recipes"), cook.post("/recipes", json={"name": "Soup"})):
                check_refused(answer, 503, "database_unavailable")
                assert answer.headers["retry-after"]
            health = cook.get("/health")
            assert (health.status_code, health.json()["database"]) == (503, "unavailable")
        until(lambda: cook.get("/health").status_code == 200)
        assert cook.ok("GET", "/recipes") == [saved]
