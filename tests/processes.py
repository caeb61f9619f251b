"""Processes of the product's command: begun as anyone begins it, or forked from one that has all of
it imported, which takes a fifth of the time."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

ROOT = Path(__file__).parent.parent
FORKS = multiprocessing.get_context("forkserver")
# Nothing of these reads the environment before it is called.
FORKS.set_forkserver_preload(["tests.servers", "kitchen_app.ai.agent", "kitchen_app.pages"])


class Process(Protocol):
    """What tests need of one, in subprocess's words."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None:
        """The exit code of one that has ended."""

    def wait(self, timeout: float) -> int:
        """Its exit code; TimeoutExpired, a subprocess.SubprocessError."""


Start: TypeAlias = Callable[[list[str], Mapping[str, str], Path], Process]


class Forked:
    """A process that `run` is called in."""

    def __init__(self, arguments: list[str], variables: Mapping[str, str], output: Path) -> None:
        process = FORKS.Process(target=_become, args=(arguments, dict(variables), output))
        process.start()
        assert process.pid
        self.pid = process.pid
        self._process = process

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("kitchen_app", timeout)
        return code


def forked(arguments: list[str], variables: Mapping[str, str], output: Path) -> Process:
    """`python -m kitchen_app` with these in a session of its own; all it says goes to the file."""
    return Forked(arguments, variables, output)


def spawned(arguments: list[str], variables: Mapping[str, str], output: Path) -> Process:
    """The same, from its first line."""
    with output.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "kitchen_app", *arguments],
            cwd=ROOT,
            env=variables,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _become(arguments: list[str], variables: dict[str, str], output: Path) -> None:
    from kitchen_app.__main__ import main

    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(variables)
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["kitchen_app", *arguments]
    sys.exit(main())
