"""The words and arguments of the keeper's commands. What does the work is imported when asked for,
so that serving does not wait for it."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Command = Callable[[argparse.Namespace], int]


def add_commands(commands: "Commands") -> None:
    """Everything in this folder, as subcommands of these."""
    _add_cooks(_group(commands, "cooks", "who has an account: list, create, password"))
    _add_logins(_group(commands, "logins", "where cooks are signed in: list, end"))
    _add_backup(_group(commands, "backup", "everything in one file: make, check, restore"))
    _add_derived(_group(commands, "derived", "what is derived from other rows: check, rebuild"))


def _add_cooks(group: "Commands") -> None:
    listing = add(
        group,
        "list",
        _list_cooks,
        "Who has an account, since when, where they are signed in and when they last came.",
        examples="cooks list\ncooks list --json",
    )
    _as_json(listing)
    create = add(
        group,
        "create",
        _create_cook,
        "Make an account. No master key is asked for: who can run this has the database.",
        examples="cooks create ada\ncooks create ada --password-stdin < password.txt",
    )
    create.add_argument("cook", help="a username nobody has: letters, digits, dot, dash, _")
    _password(create)
    password = add(
        group,
        "password",
        _reset_password,
        "Give a cook a new password. All that they are signed in with ends at once.",
        examples="cooks password ada\ncooks password ada --password-stdin < password.txt",
    )
    password.add_argument("cook", help="whose it is")
    _password(password)


def _add_logins(group: "Commands") -> None:
    listing = add(
        group,
        "list",
        _list_logins,
        "Every login: whose it is, a page or a program's token, made, last used (right to the "
        "hour) and until when. Times are UTC.",
        examples="logins list\nlogins list --cook ada\nlogins list --json",
    )
    listing.add_argument("--cook", metavar="NAME", help="only this cook's")
    _as_json(listing)
    end = add(
        group,
        "end",
        _end_logins,
        "End one login, or all of one cook's. A running kitchen refuses them from the next "
        "request on.",
        examples="logins end 019375a0-5c3e-7d24-9f7e-3f3b6c1f0a11\nlogins end --cook ada",
    )
    which = end.add_mutually_exclusive_group(required=True)
    which.add_argument("login", nargs="?", help="the id that `logins list` shows")
    which.add_argument("--cook", metavar="NAME", help="all of this cook's")


def _add_backup(group: "Commands") -> None:
    make = add(
        group,
        "make",
        _make_backup,
        "Write all that is in the database, as of one moment, into a file; the kitchen may serve "
        "meanwhile. Who has the file can read everything, so nobody else may.",
        examples="backup make kitchen.zip\nbackup make - > kitchen.zip",
    )
    make.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    check = add(
        group,
        "check",
        _check_backup,
        "Restore a backup into an empty database that is thrown away afterwards, and compare "
        "every row. It is in a bundled PostgreSQL of its own, in the folder for temporary files, "
        "and never in DATABASE_URL.",
        examples="backup check kitchen.zip",
    )
    restore = add(
        group,
        "restore",
        _restore_backup,
        "Put a backup of this version or an older one into an empty database: all of it or, where "
        "anything is wrong, nothing.",
        examples="backup restore kitchen.zip",
    )
    for parser in (make, check, restore):
        parser.add_argument("file", help="its name; - is standard input or output")


def _add_derived(group: "Commands") -> None:
    check = add(
        group,
        "check",
        _check_derived,
        "Derive anew what search, sorting and matching need, and say which rows have something "
        "else. Changes nothing; exit code 1 where a row differs.",
        examples="derived check\nderived check --cook ada",
    )
    rebuild = add(
        group,
        "rebuild",
        _rebuild_derived,
        "Correct what `derived check` finds, in short transactions while the kitchen serves, and "
        "remove what no recipe wants any more.",
        examples="derived rebuild\nderived rebuild --cook ada",
    )
    for parser in (check, rebuild):
        parser.add_argument("--cook", metavar="NAME", help="only this cook's rows")


def add(
    commands: "Commands", name: str, command: Command, text: str, *, examples: str = ""
) -> argparse.ArgumentParser:
    """A command that says what is wrong instead of breaking. `examples` are lines without the
    program's name."""
    lines = [f"python -m kitchen_app {line}" for line in examples.splitlines()]
    added = commands.add_parser(
        name,
        help=text.partition(". ")[0].rstrip("."),
        description=text,
        epilog="\n  ".join(["examples:", *lines]) if lines else None,
        formatter_class=_Examples,
    )
    added.set_defaults(command=lambda arguments: _told(command, arguments))
    return added


class _Examples(argparse.RawDescriptionHelpFormatter):
    """Examples keep their lines; a description is filled as elsewhere."""

    def add_text(self, text: str | None) -> None:
        if text and not text.startswith("examples:"):
            text = "\n".join(self._split_lines(text, self._width))
        super().add_text(text)


def _group(commands: "Commands", name: str, text: str) -> "Commands":
    added = commands.add_parser(name, help=text, description=text)
    return added.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs: an array of objects")


def _password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of standard input; without this it is asked "
        "for at the terminal, and not shown",
    )


def _told(command: Command, arguments: argparse.Namespace) -> int:
    from kitchen_app.admin.door import told

    return told(lambda: command(arguments))


def _list_cooks(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import cooks

    return cooks.list_cooks(as_json=arguments.json)


def _create_cook(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import cooks

    return cooks.create(arguments.cook, from_stdin=arguments.password_stdin)


def _reset_password(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import cooks

    return cooks.reset_password(arguments.cook, from_stdin=arguments.password_stdin)


def _list_logins(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import logins

    return logins.list_logins(arguments.cook, as_json=arguments.json)


def _end_logins(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import logins

    if arguments.cook:
        return logins.end_all(arguments.cook)
    return logins.end(arguments.login)


def _make_backup(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import backup

    return backup.make(arguments.file, overwrite=arguments.overwrite)


def _check_backup(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import backup

    return backup.check(arguments.file)


def _restore_backup(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import backup

    return backup.restore(arguments.file)


def _check_derived(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import derived

    return derived.check(arguments.cook)


def _rebuild_derived(arguments: argparse.Namespace) -> int:
    from kitchen_app.admin import derived

    return derived.rebuild(arguments.cook)
