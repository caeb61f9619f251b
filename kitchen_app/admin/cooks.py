"""Accounts, for who keeps the kitchen."""

import getpass
import sys
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kitchen_app.admin.door import opened
from kitchen_app.admin.paper import minute, say, say_json, say_table
from kitchen_app.errors import ConfigurationError, Invalid
from kitchen_app.schemas.auth import NewPassword, Username
from kitchen_app.security import hash_password
from kitchen_app.services import cooks

LONGEST_LINE = 10_000  # bytes


def list_cooks(*, as_json: bool) -> int:
    with opened() as database, database.transaction() as connection:
        found = cooks.list_cooks(connection)
    if as_json:
        say_json(found)
    else:
        rows = [(c.username, minute(c.created_at), str(c.logins), minute(c.seen_at)) for c in found]
        say_table(("COOK", "SINCE", "LOGINS", "LAST SEEN"), rows)
    return 0


def create(name: str, *, from_stdin: bool) -> int:
    username: str = _valid(Username, "The username", name)
    password_hash = _hash_of_new(from_stdin=from_stdin)
    with opened() as database, database.transaction() as connection:
        cooks.create_cook(connection, username, password_hash)
    say(f"{username} can sign in.")
    return 0


def reset_password(name: str, *, from_stdin: bool) -> int:
    """The name is looked up first: nobody should think of a password for a typing error."""
    with opened() as database:
        with database.transaction() as connection:
            cook = cooks.find_cook(connection, name)
        password_hash = _hash_of_new(from_stdin=from_stdin)
        with database.transaction() as connection:
            ended = cooks.reset_password(connection, cook, password_hash)
    say(f"{cook.username} has a new password. {logins_ended(ended)}")
    return 0


def logins_ended(count: int) -> str:
    return f"{count} login{'s'[: count != 1]} ended."


def _hash_of_new(*, from_stdin: bool) -> str:
    password = _line() if from_stdin else _asked()
    return hash_password(_valid(NewPassword, "The password", password).get_secret_value())


def _line() -> str:
    line = sys.stdin.buffer.readline(LONGEST_LINE)
    try:
        return line.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise Invalid("The password on standard input is not UTF-8.") from None


def _asked() -> str:
    """Twice, as nobody sees what they type."""
    if not sys.stdin.isatty():
        raise ConfigurationError(
            "There is no terminal to ask for the password at. Send it on standard input, "
            "with --password-stdin."
        )
    try:
        password = getpass.getpass("New password: ")
        again = getpass.getpass("Once more: ")
    except EOFError:
        raise Invalid("No password was typed.") from None
    if password != again:
        raise Invalid("The two passwords differ.")
    return password


def _valid(kind: Any, what: str, value: str) -> Any:
    """The value as the API would take it; Invalid, and never with the value in it."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        reason = error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
        raise Invalid(f"{what} {reason}.") from None
