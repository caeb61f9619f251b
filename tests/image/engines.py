"""What builds and runs the image: Docker or Podman where one answers, else buildah and runc.

Containers get the least a host gives: a read-only root, a /tmp in memory, no capability, and the
host's network, on which the tests keep to loopback.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Protocol

from tests.image import debian
from tests.image.debian import call
from tests.processes import ROOT

IMAGE = "localhost/kitchen:test"
PATIENCE = 90  # seconds, for a first start on a busy machine


class Container(ABC):
    """One that runs."""

    def __init__(self, *command: str) -> None:
        self._folder = TemporaryDirectory()
        self._log = Path(self._folder.name, "log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def until(self, words: str) -> None:
        """Wait until it has said this; fails where it ends, or takes for ever, without."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.said and self._process.poll() is None:
            assert time.monotonic() < deadline, self.said
            threading.Event().wait(0.05)
        assert words in self.said, self.said

    def ended(self) -> int:
        """Its exit code, when it has ended by itself."""
        return self._process.wait(PATIENCE)

    def stop(self) -> tuple[int, float]:
        """By SIGTERM: its exit code, and how long it took in seconds."""
        began = time.monotonic()
        self.send("TERM")
        return self.ended(), time.monotonic() - began

    def send(self, how: str) -> None:
        """Nothing happens to one that has ended."""
        if self._process.poll() is None:
            self._send(how)

    @abstractmethod
    def run(self, *command: str) -> str:
        """What a command in there printed, which must succeed."""

    @abstractmethod
    def _send(self, how: str) -> None: ...


class DockerContainer(Container):
    """Docker's or Podman's."""

    def __init__(self, program: str, name: str, *command: str) -> None:
        self._program, self._name = program, name
        super().__init__(program, "run", "--rm", "--name", name, *command)

    def run(self, *command: str) -> str:
        return call(self._program, "exec", self._name, *command)

    def _send(self, how: str) -> None:
        call(self._program, "kill", "--signal", how, self._name)


class RuncContainer(Container):
    """One of a bundle, whose name is its own."""

    def __init__(self, bundle: Path) -> None:
        self._name = bundle.name
        super().__init__("runc", "run", "--bundle", str(bundle), self._name)

    def run(self, *command: str) -> str:
        return call("runc", "exec", self._name, *command)

    def _send(self, how: str) -> None:
        call("runc", "kill", self._name, how)


class Engine(Protocol):
    """`history` is one instruction a line; `healthcheck` the command."""

    history: str
    healthcheck: list[str]

    def start(
        self,
        name: str,
        *command: str,
        variables: Mapping[str, str] = {},
        mounts: Mapping[str, str] = {},
        user: str | None = None,
        image: str = IMAGE,
    ) -> Container:
        """The image's own command as the image's own user, where no other is given.

        `mounts` are folders of the host, or names of volumes, by their place in the container.
        """

    def volume(self, name: str) -> str:
        """A fresh one, for `mounts`, that belongs to whom the image says."""

    def base(self) -> str:
        """The image that this one stands on."""

    def close(self) -> None:
        """Remove what was made, but the images."""


class Docker:
    """Or Podman, which understands the same commands."""

    def __init__(self, program: str, *, build: bool) -> None:
        self._program = program
        self._volumes: list[str] = []
        if build:
            call(program, "build", "--tag", IMAGE, ROOT)
        config = json.loads(call(program, "image", "inspect", IMAGE))[0]["Config"]
        self.healthcheck = config["Healthcheck"]["Test"][1:]
        self.history = call(
            program, "history", "--no-trunc", "--format", "{{.CreatedBy}}", IMAGE
        ) + json.dumps(config)

    def start(
        self,
        name: str,
        *command: str,
        variables: Mapping[str, str] = {},
        mounts: Mapping[str, str] = {},
        user: str | None = None,
        image: str = IMAGE,
    ) -> Container:
        options = ["--network", "host", "--read-only", "--tmpfs", "/tmp"]  # noqa: S108
        options += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
        options += [f"--env={variable}={value}" for variable, value in variables.items()]
        options += [f"--volume={source}:{place}" for place, source in mounts.items()]
        options += ["--user", user] if user else []
        return DockerContainer(self._program, name, *options, image, *command)

    def volume(self, name: str) -> str:
        self._volumes.append(name)
        return call(self._program, "volume", "create", name).strip()

    def base(self) -> str:
        (line,) = (x for x in (ROOT / "Dockerfile").read_text().splitlines() if "ARG BASE" in x)
        return line.partition("=")[2]

    def close(self) -> None:
        for volume in self._volumes:
            call(self._program, "volume", "rm", "--force", volume)


class Buildah:
    """No engine: buildah builds in a chroot, and runc runs what it built. Both want root."""

    def __init__(self, *, build: bool) -> None:
        self._folder = Path(mkdtemp(prefix="kitchen-image-"))
        if build:
            debian.build(IMAGE)
        image = json.loads(debian.buildah("inspect", "--type", "image", IMAGE))
        self._config = image["Docker"]["config"]
        self.healthcheck = self._config["Healthcheck"]["Test"][1:]
        self.history = json.dumps([image["History"], image["Docker"]["config"]])
        self._roots: dict[str, tuple[str, Path]] = {}

    def start(
        self,
        name: str,
        *command: str,
        variables: Mapping[str, str] = {},
        mounts: Mapping[str, str] = {},
        user: str | None = None,
        image: str = IMAGE,
    ) -> Container:
        bundle = self._folder / name
        bundle.mkdir(exist_ok=True)
        settings = self._config["Env"] + [f"{k}={v}" for k, v in variables.items()]
        uid, gid = map(int, (user or self._config["User"]).split(":"))
        process = {
            "terminal": False,
            "user": {"uid": uid, "gid": gid},
            "args": [*command] or self._config["Cmd"],
            "env": settings,
            "cwd": self._config["WorkingDir"] if image == IMAGE else "/",
            "noNewPrivileges": True,
        }
        specification = _specification(process, self._root(image), mounts)
        (bundle / "config.json").write_text(json.dumps(specification))
        return RuncContainer(bundle)

    def volume(self, name: str) -> str:
        folder, like = self._folder / f"volume-{name}", (self._root(IMAGE) / "data").stat()
        folder.mkdir()
        folder.chmod(like.st_mode & 0o7777)
        os.chown(folder, like.st_uid, like.st_gid)
        return str(folder)

    def base(self) -> str:
        return debian.BASE

    def close(self) -> None:
        for name, _ in self._roots.values():
            debian.buildah("rm", name)
        shutil.rmtree(self._folder)

    def _root(self, image: str) -> Path:
        if image not in self._roots:
            name = debian.buildah("from", "--pull-never", image).strip()
            self._roots[image] = name, Path(debian.buildah("mount", name).strip())
        return self._roots[image][1]


def _specification(process: Any, root: Path, mounts: Mapping[str, str]) -> dict[str, Any]:
    """For runc: what Docker's --read-only, --tmpfs, --cap-drop and --network host say."""
    kinds = {"/proc": "proc", "/dev": "tmpfs", "/dev/shm": "tmpfs", "/tmp": "tmpfs"}  # noqa: S108
    modes = {"/tmp": ["mode=1777", "noexec", "nosuid", "nodev"], "/dev/shm": ["mode=1777"]}  # noqa: S108
    places: list[dict[str, Any]] = [
        {"destination": at, "type": kind, "source": kind, "options": modes.get(at, ["nosuid"])}
        for at, kind in kinds.items()
    ]
    places += [
        {"destination": at, "type": "bind", "source": source, "options": ["rbind"]}
        for at, source in mounts.items()
    ]
    return {
        "ociVersion": "1.0.0",
        "process": process,
        "root": {"path": str(root), "readonly": True},
        "mounts": places,
        "linux": {"namespaces": [{"type": kind} for kind in ("pid", "ipc", "mount")]},
    }


def engine(*, build: bool = True) -> Engine:
    """The image, by whatever is here that can build it; as it is, where it was built already."""
    for program in ("docker", "podman"):
        if shutil.which(program):
            answers = subprocess.run([program, "info"], capture_output=True, check=False)
            if answers.returncode == 0:
                return Docker(program, build=build)
    return Buildah(build=build)
