"""The command line: python -m kitchen_app [COMMAND]."""

import argparse
import sys

from kitchen_app.admin.commands import Command, add_commands
from kitchen_app.errors import ConfigurationError


def serve(_: argparse.Namespace) -> int:
    from kitchen_app.serving import serve

    return serve()


def dev(_: argparse.Namespace) -> int:
    from kitchen_app.developing import develop

    return develop()


def build(_: argparse.Namespace) -> int:
    from kitchen_app import web

    web.build()
    return 0


def migrate(arguments: argparse.Namespace) -> int:
    from kitchen_app.developing import migrate

    return migrate(check=arguments.check)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kitchen_app",
        description="A self-hosted AI kitchen. Each command has --help of its own.",
        epilog="exit codes: 0 done, 1 it said what is wrong, 2 it could not be tried like this",
    )
    parser.set_defaults(command=serve)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(command: Command, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(command.__name__, help=text, description=text)
        added.set_defaults(command=command)
        return added

    add(serve, "serve everything on one port (what happens without a command)")
    add(dev, "serve while you work on it: every saved file is taken up at once")
    add(build, "build the web app, if its sources changed")
    add(migrate, "bring the database to this version").add_argument(
        "--check",
        action="store_true",
        help="only compare models and migrations, on a database thrown away afterwards",
    )
    add_commands(commands)
    return parser


def main() -> int:
    """Exit codes: 0 done or stopped, 1 it broke, 2 it cannot start like this, 130 interrupted."""
    arguments = _parser().parse_args()
    try:
        command: Command = arguments.command
        return command(arguments)
    except ConfigurationError as error:
        print(f"Kitchen cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
