"""The bundled PostgreSQL killed under its users: one of them starts it again, and no other."""

import os
import shutil
import signal
from pathlib import Path
from threading import Event

import pytest

from kitchen_app.embedded import running
from kitchen_app.embedded.server import Server
from tests.embedded.guests import Invite, answers, ask, starts
from tests.factories import until
from tests.kitchens import kill, postgres_of, postmaster


def started_again(data_dir: Path, url: str, times: int) -> bool:
    return starts(data_dir) == times and answers(url)


def test_a_killed_server_comes_back_with_all_that_was_acknowledged(data_dir: Path) -> None:
    with running(data_dir) as url:
        ask(url, "INSERT INTO jars VALUES ('quince')")
        os.kill(postmaster(data_dir), signal.SIGKILL)
        with running(data_dir) as again:
            assert ask(again, "SELECT * FROM jars") == [("quince",)]


def test_killed_under_its_users_it_is_started_again_by_one_of_them(
    data_dir: Path, guests: Invite
) -> None:
    others = [guests(data_dir) for _ in range(2)]
    with running(data_dir) as url:
        assert [other.line() for other in others] == [url, url]
        ask(url, "INSERT INTO jars VALUES ('quince')")
        before = starts(data_dir)
        kill(postgres_of(data_dir))
        until(lambda: started_again(data_dir, url, before + 1))
        os.kill(postmaster(data_dir), signal.SIGKILL)
        until(lambda: started_again(data_dir, url, before + 2))
        assert ask(url, "SELECT * FROM jars") == [("quince",)]
        for other in others:
            assert not other.leave()
        assert answers(url)
    assert not postgres_of(data_dir)


def test_a_start_that_fails_is_told_once_and_tried_until_it_succeeds(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = data_dir / "postgres/postgresql.auto.conf"
    log = data_dir / "postgres.log"
    with running(data_dir) as url:
        settings.write_text("no_such_setting = 1\n")
        kill(postgres_of(data_dir))
        until(lambda: log.read_text().count("no_such_setting") >= 2)
        settings.write_text("")
        until(lambda: answers(url))
    told = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert len(told) == 1
    assert "no_such_setting" in told[0]


@pytest.mark.parametrize("what", [".", "postgres"])
def test_a_database_that_was_deleted_is_missed_and_not_replaced_by_an_empty_one(
    data_dir: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    with running(data_dir):
        shutil.rmtree(data_dir / what)
        kill(postgres_of(data_dir))
        until(lambda: "No such file" in caplog.text)
    assert not (data_dir / what).exists()


def test_a_server_that_answers_is_left_alone_though_its_lock_was_replaced(data_dir: Path) -> None:
    lock, aside = data_dir / "postgres.serving.lock", data_dir / "aside"
    with running(data_dir):
        server = postmaster(data_dir)
        lock.rename(aside)
        lock.touch()
        assert not Server(data_dir).revive({}, Event())
        assert postmaster(data_dir) == server
        aside.rename(lock)


@pytest.mark.parametrize("begun", [False, True])
def test_who_leaves_while_it_is_started_again_leaves_nothing_behind(
    data_dir: Path, begun: bool
) -> None:
    with running(data_dir):
        killed = set(postgres_of(data_dir))
        kill(killed)
        until(lambda: not begun or bool(set(postgres_of(data_dir)) - killed))
    assert not postgres_of(data_dir)


def test_who_is_leaving_starts_nothing(data_dir: Path) -> None:
    leaving = Event()
    leaving.set()
    assert not Server(data_dir).revive({}, leaving)
    assert not postgres_of(data_dir)


def test_a_forked_child_neither_holds_nor_stops_it(data_dir: Path) -> None:
    reading, writing = os.pipe()
    with running(data_dir) as url:
        child = os.fork()
        if not child:
            os.close(writing)
            os.read(reading, 1)
            os._exit(0)
        before = starts(data_dir)
        kill(postgres_of(data_dir))
        until(lambda: started_again(data_dir, url, before + 1))
    gone = not postgres_of(data_dir)
    os.close(writing)
    os.waitpid(child, 0)
    assert gone
