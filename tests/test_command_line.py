"""`python -m kitchen_app` as whoever runs it meets it."""

import os
import re
import resource
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from kitchen_app.serving import MOST_FILES
from tests.kitchens import Served, postgres_of, run, serving, websocket
from tests.processes import spawned

SECRET = "0123456789abcdef0123456789abcdef"
PUBLIC_URL = "https://kitchen.example.org"
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database has been made, so that every start is a second start."""
    folder = tmp_path_factory.mktemp("a kitchen's data")
    with serving(folder):
        return folder


@pytest.fixture(scope="module")
def kitchen(data: Path) -> Iterator[Served]:
    with serving(data, spawned, PUBLIC_URL=PUBLIC_URL, REFLEX_CORS_ALLOWED_ORIGINS="*") as served:
        yield served


def test_it_says_where_it_is_and_how_to_sign_up(kitchen: Served) -> None:
    master_key = kitchen.data / "master_key"
    assert f"open at {PUBLIC_URL}\n" in kitchen.said
    assert f"{PUBLIC_URL}/docs\n" in kitchen.said
    assert master_key.read_text() in kitchen.said
    assert "built-in cook" in kitchen.said
    assert stat.S_IMODE(master_key.stat().st_mode) == 0o600


def test_a_page_from_elsewhere_gets_no_websocket(kitchen: Served) -> None:
    answers = {
        origin: websocket(kitchen, origin=origin).recv(100).split()[1]
        for origin in (
            f"http://127.0.0.1:{kitchen.port}",
            PUBLIC_URL,
            "https://evil.example.org",
            f"http://127.0.0.1.evil.example.org:{kitchen.port}",
            "null",
        )
    }
    assert list(answers.values()) == [b"101", b"101", b"403", b"403", b"403"]


def test_a_page_from_elsewhere_may_read_nothing(kitchen: Served) -> None:
    """But from the kitchen's own address, whatever Reflex's variables say."""
    wanted = {"Access-Control-Request-Method": "GET", "Cookie": "kitchen_session=t"}
    for origin, status, answered in (
        (PUBLIC_URL, 200, PUBLIC_URL),
        ("https://evil.example.org", 400, None),
        ("null", 400, None),
    ):
        asked = httpx.options(f"{kitchen.url}/health", headers=wanted | {"Origin": origin})
        read = httpx.get(f"{kitchen.url}/health", headers={"Origin": origin, "Cookie": "a=b"})
        assert asked.status_code == status
        for answer in (asked, read):
            assert answer.headers.get("access-control-allow-origin") == answered


def test_a_port_in_use_is_named(kitchen: Served) -> None:
    refused = run("serve", KITCHEN_DATA_DIR=str(kitchen.data), PORT=str(kitchen.port))
    assert refused.returncode == 2
    assert f"127.0.0.1 port {kitchen.port}: Address already in use" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert kitchen.get("/health")[0] == 200


def test_two_kitchens_at_once_share_one_folder(kitchen: Served) -> None:
    with serving(kitchen.data) as other:
        assert other.get("/health")[0] == 200
    assert kitchen.get("/health")[0] == 200


def test_its_keeper_has_commands_while_it_serves(kitchen: Served) -> None:
    refused = run("cooks", "list", KITCHEN_DATA_DIR=str(kitchen.data), PUBLIC_URL="nonsense")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("PUBLIC_URL: ")
    said = run("cooks", "list", KITCHEN_DATA_DIR=str(kitchen.data))
    assert (said.returncode, said.stdout.split()[:1], said.stderr) == (0, ["COOK"], "")
    assert kitchen.get("/health")[0] == 200


def test_two_kitchens_at_once_in_two_folders(kitchen: Served, tmp_path: Path) -> None:
    with serving(tmp_path) as other:
        assert kitchen.get("/health")[0] == other.get("/health")[0] == 200
    assert (kitchen.data / "master_key").read_text() != (tmp_path / "master_key").read_text()


def test_it_opens_as_many_files_as_it_may(kitchen: Served) -> None:
    """A thousand streams are two thousand sockets, and a shell's limit is often 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    try:
        with serving(kitchen.data, spawned) as limited:
            limit, _ = psutil.Process(limited.process.pid).rlimit(psutil.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert limit == min(hard, MOST_FILES)


def test_a_second_start_is_healthy_and_quick(stopped: Path) -> None:
    """In an unknown locale, too."""
    began = time.monotonic()
    with serving(stopped, spawned, LANG="xx_YY.foo", LC_ALL="xx_YY.foo") as kitchen:
        status, body = kitchen.get("/health")
        took = time.monotonic() - began
        assert f"http://localhost:{kitchen.port}\n" in kitchen.said
    assert status == 200
    assert '"ok"' in body
    assert took < 15, "3 seconds on an idle machine: the bench measures it"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `data`, for tests that must be the only ones in it."""
    folder = tmp_path_factory.mktemp("stopped")
    with serving(folder):
        return folder


@pytest.mark.parametrize(
    ("how", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)], ids=["ctrl-c", "sigterm"]
)
def test_a_signal_stops_it_and_its_database_whoever_listens(
    stopped: Path, how: signal.Signals, group: bool
) -> None:
    with serving(stopped, spawned) as kitchen, closing(websocket(kitchen)) as client:
        assert b" 101 " in client.recv(100)
        assert postgres_of(stopped)
        began = time.monotonic()
        assert kitchen.end(how, group=group) == 0
        assert time.monotonic() - began < 10
    assert not postgres_of(stopped)
    assert "Traceback" not in kitchen.said


def test_a_signal_while_it_starts_stops_it_too(stopped: Path) -> None:
    kitchen = Served(stopped, spawned)
    while kitchen.process.poll() is None and not postgres_of(stopped):
        os.sched_yield()
    assert kitchen.end() == 0
    assert not postgres_of(stopped)
    assert "Traceback" not in kitchen.said


def test_killed_it_leaves_the_port_and_the_data_to_the_next(stopped: Path) -> None:
    with serving(stopped) as killed:
        killed.end(signal.SIGKILL)
    with serving(stopped, PORT=str(killed.port)) as kitchen:
        assert kitchen.get("/health")[0] == 200


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"JWT_SECRET": "short"}, "JWT_SECRET is shorter than 32 bytes"),
        ({"PORT": "http"}, "PORT: "),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: "),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL: "),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN: "),
        ({"DATABASE_URL": NOWHERE}, "Set MASTER_KEY and JWT_SECRET"),
        ({"DATABASE_URL": NOWHERE, "MASTER_KEY": "k"}, "Set JWT_SECRET"),
        ({"HOST": "no.such.host.invalid"}, "no.such.host.invalid"),
        ({"KITCHEN_DATA_DIR": "/dev/null/kitchen"}, "/dev/null/kitchen"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(
    tmp_path: Path, variables: dict[str, str], words: str
) -> None:
    refused = run("serve", **{"KITCHEN_DATA_DIR": str(tmp_path), **variables})
    assert refused.returncode == 2
    assert words in refused.stderr
    assert refused.stderr.startswith("Kitchen cannot start: ")
    assert refused.stderr.count("\n") == 1
    assert not refused.stdout


def test_a_database_that_is_away_ends_the_start_with_the_reason(tmp_path: Path) -> None:
    secrets = {"MASTER_KEY": "k", "JWT_SECRET": SECRET}
    refused = run("serve", DATABASE_URL=NOWHERE, KITCHEN_DATA_DIR=str(tmp_path), **secrets)
    assert refused.returncode == 2
    assert "Kitchen cannot start: The database cannot be used: " in refused.stderr
    assert "Connection refused" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_configured_master_key_is_not_printed(tmp_path: Path) -> None:
    with serving(tmp_path / "a"):
        url = f"postgresql://postgres@/kitchen?host={tmp_path / 'a' / 'postgres'}"
        secrets = {"MASTER_KEY": "correct horse", "JWT_SECRET": SECRET}
        with serving(tmp_path / "b", DATABASE_URL=url, **secrets) as other:
            assert other.get("/health")[0] == 200
    assert "correct horse" not in other.said
    assert "the MASTER_KEY you set" in other.said
    assert not (tmp_path / "b").exists()


def test_the_web_app_is_built_once(tmp_path: Path) -> None:
    first = run("build", KITCHEN_DATA_DIR=str(tmp_path))
    again = run("build", KITCHEN_DATA_DIR=str(tmp_path))
    assert (first.returncode, again.returncode) == (0, 0)
    assert not again.stdout


def test_its_keeper_has_commands_while_nothing_runs_and_leaves_nothing_running(
    stopped: Path,
) -> None:
    said = run("derived", "check", KITCHEN_DATA_DIR=str(stopped))
    assert (said.returncode, said.stdout, said.stderr) == (0, "Nothing differs.\n", "")
    assert not postgres_of(stopped)


def test_help_names_the_commands() -> None:
    said = run("--help").stdout
    assert re.findall(r"^    (\w+)", said, re.MULTILINE)[:4] == ["serve", "dev", "build", "migrate"]


def test_models_and_migrations_agree() -> None:
    assert run("migrate", "--check").returncode == 0
