"""Cooks and logins, as the keeper of the kitchen sees and changes them."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress

import pytest
from sqlalchemy import text

from tests.api.conftest import MakeCook, Stranger
from tests.api.keepers import Keep, keep
from tests.factories import PASSWORD, Cook, check_refused
from tests.kitchens import environment
from tests.processes import ROOT

__all__ = ["keep"]

NEW = "eight purple carrots"


def log_in(cook: Cook, password: str) -> int:
    body = {"username": cook.username, "password": password}
    return cook.post("/auth/login", json=body).status_code


def test_a_cook_that_the_keeper_made_signs_in(keep: Keep, cook: Cook) -> None:
    name = f"{cook.username}.2"
    said = keep("cooks", "create", f" {name.upper()} ", "--password-stdin", stdin=NEW.encode())
    assert (said.code, said.out) == (0, f"{name} can sign in.\n")
    cook.ok("POST", "/auth/login", {"username": name, "password": NEW})
    again = keep("cooks", "create", name, "--password-stdin", stdin=NEW.encode())
    assert (again.code, again.err) == (1, f"The username {name} is taken. Choose another.\n")


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("-dash", NEW, "usage: "),
        ("a b", NEW, "The username must be 3 to 32 of"),
        ("ada.x", "short", "The password must be at least 10 characters."),
        ("ada.x", "", "The password must be at least 10 characters."),
        ("ada.x", "x" * 73, "The password must be at most 72 bytes"),
        ("ada.x", "x" * 20_000, "The password "),
        ("ada.x", "a NUL \0 in it", "The password must not contain NUL"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    keep: Keep, name: str, password: str, words: str
) -> None:
    said = keep("cooks", "create", name, "--password-stdin", stdin=password.encode() + b"\n")
    assert said.code == (2 if name == "-dash" else 1)
    assert said.err.startswith(words)
    assert not password or password not in said.err + said.out


def test_bytes_that_are_no_text_are_no_password(keep: Keep) -> None:
    said = keep("cooks", "create", "ada.x", "--password-stdin", stdin=b"\xff" * 12)
    assert (said.code, said.err) == (1, "The password on standard input is not UTF-8.\n")


def test_without_a_terminal_nothing_is_asked(keep: Keep) -> None:
    said = keep("cooks", "create", "ada.x", stdin=NEW.encode())
    assert said.code == 2
    assert "--password-stdin" in said.err


def test_a_new_password_ends_every_login_of_that_cook(
    keep: Keep, cook: Cook, new_cook: MakeCook
) -> None:
    other = new_cook()
    assert log_in(cook, PASSWORD) == 200
    arguments = ("cooks", "password", cook.username, "--password-stdin")
    said = keep(*arguments, stdin=f"{NEW}\r\n".encode())
    assert (said.code, said.out) == (0, f"{cook.username} has a new password. 2 logins ended.\n")
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    assert (log_in(cook, PASSWORD), log_in(cook, NEW)) == (401, 200)
    other.ok("GET", "/auth/me")


def test_a_new_password_is_asked_for_at_the_terminal_and_not_shown(
    cook: Cook, database_url: str
) -> None:
    said = at_terminal(cook.username, database_url, NEW, NEW)
    assert "has a new password. 1 login ended." in said
    assert NEW not in said
    assert log_in(cook, NEW) == 200


def at_terminal(name: str, database_url: str, *typed: str) -> str:
    """What a terminal shows while a new password is typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kitchen_app", "cooks", "password", name]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(DATABASE_URL=database_url),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ):
        os.close(theirs)
        said, waiting = "", [*zip(("New password: ", "Once more: "), typed, strict=True)]
        with suppress(OSError):  # so ends a terminal that nobody has open any more
            while some := os.read(ours, 1_000):
                said += some.decode()
                if waiting and said.endswith(waiting[0][0]):
                    os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    os.close(ours)
    return said


def test_logins_are_listed_for_people_and_for_programs(keep: Keep, cook: Cook) -> None:
    said = keep("logins", "list", "--cook", cook.username)
    head, line = said.out.splitlines()
    assert head.split() == "COOK KIND CLIENT MADE LAST USED EXPIRES LOGIN".split()
    assert line.split()[:3] == [cook.username, "token", "python-httpx"]
    assert line.endswith(str(cook.login_id))
    (found,) = json.loads(keep("logins", "list", "--cook", cook.username, "--json").out)
    (theirs,) = cook.ok("GET", "/auth/logins")
    assert found == {"cook": cook.username} | {n: v for n, v in theirs.items() if n != "current"}


def test_all_cooks_are_listed_and_nothing_secret_of_them(
    keep: Keep, cook: Cook, stranger: Stranger
) -> None:
    people, programs = keep("cooks", "list").out, keep("cooks", "list", "--json").out
    logins = keep("logins", "list").out
    (found,) = [one for one in json.loads(programs) if one["id"] == str(cook.id)]
    assert (found["username"], found["logins"]) == (cook.username, 1)
    for said in (people, programs, logins):
        assert cook.username in said
        assert stranger.username in said
        assert "$2b$" not in said
        assert cook.token not in said


def test_one_login_is_ended_and_the_other_lives_on(keep: Keep, cook: Cook) -> None:
    assert log_in(cook, PASSWORD) == 200
    said = keep("logins", "end", str(cook.login_id))
    assert (said.code, said.out) == (0, f"That login of {cook.username}'s has ended.\n")
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    assert len(json.loads(keep("logins", "list", "--cook", cook.username, "--json").out)) == 1
    again = keep("logins", "end", str(cook.login_id))
    assert (again.code, again.err) == (1, f"Nobody has a login {cook.login_id}.\n")


def test_all_logins_of_a_cook_are_ended_and_nobody_elses(
    keep: Keep, cook: Cook, stranger: Stranger
) -> None:
    assert log_in(cook, PASSWORD) == 200
    assert keep("logins", "end", "--cook", cook.username).out == "2 logins ended.\n"
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    stranger.ok("GET", "/auth/me")


@pytest.mark.parametrize(
    "arguments",
    [
        ("cooks", "password", "nobody", "--password-stdin"),
        ("logins", "list", "--cook", "nobody"),
        ("logins", "end", "--cook", "nobody"),
        ("derived", "check", "--cook", "nobody"),
        ("derived", "rebuild", "--cook", "nobody"),
    ],
)
def test_a_cook_whom_nobody_knows_is_named(keep: Keep, arguments: tuple[str, ...]) -> None:
    assert keep(*arguments) == (1, "", "No cook is called nobody.\n")


@pytest.mark.parametrize(
    "arguments",
    [("cooks",), ("logins", "end"), ("logins", "end", "x", "--cook", "ada"), ("nonsense",)],
)
def test_what_is_no_command_is_told_how_to_be_one(keep: Keep, arguments: tuple[str, ...]) -> None:
    said = keep(*arguments)
    assert said.code == 2
    assert said.err.startswith("usage: python -m kitchen_app")


COMMANDS = ("cooks list", "cooks create", "cooks password", "logins list", "logins end")


@pytest.mark.parametrize("command", [*COMMANDS, "derived check", "derived rebuild"])
def test_each_command_has_help_with_examples(keep: Keep, command: str) -> None:
    said = keep(*command.split(), "--help")
    assert said.code == 0
    assert f"examples:\n  python -m kitchen_app {command}" in said.out


def test_a_database_of_another_version_is_left_alone(keep: Keep, cook: Cook) -> None:
    def set_version(version: str) -> None:
        with cook.server.database.transaction() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})

    with cook.server.database.transaction() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    set_version("0001")
    try:
        said = keep("cooks", "list")
    finally:
        set_version(version)
    assert (said.code, said.out) == (2, "")
    assert "another version" in said.err


def test_a_database_that_is_away_is_said_to_be(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert keep("cooks", "list") == (
        2,
        "",
        "The database does not answer. Try again in a moment.\n",
    )
