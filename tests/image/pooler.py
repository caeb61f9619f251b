"""A database behind a real pgbouncer, as hosts offer it: TLS, and a session for a transaction."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import parse_qs, quote, urlsplit

import psycopg2
import trustme

from kitchen_app import embedded
from tests.kitchens import free_port

PASSWORD = "p@ss:word/with%everything"  # what a URL must escape
ESCAPED = quote(PASSWORD, safe="")
SETTINGS = """
[databases]
kitchen = host={sockets} port=5432 user=postgres dbname=kitchen
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 3
client_tls_sslmode = require
client_tls_cert_file = {folder}/cert.pem
client_tls_key_file = {folder}/key.pem
server_tls_sslmode = disable
"""


@dataclass(frozen=True)
class Pooler:
    """`authority` is the folder of ca.pem, which signed its certificate, and other.pem."""

    url: str
    authority: Path


@contextmanager
def pooler() -> Iterator[Pooler]:
    """Three connections to an empty database, for any number of clients that give a password."""
    assert shutil.which("pgbouncer"), "apt-get install pgbouncer"
    folder = Path(mkdtemp(prefix="kitchen-pooler-"))
    folder.chmod(0o755)  # neither PostgreSQL nor pgbouncer will be root
    try:
        with embedded.running(folder / "data") as url, _pgbouncer(folder, url) as port:
            at = f"postgresql://postgres:{ESCAPED}@127.0.0.1:{port}/kitchen"
            yield Pooler(f"{at}?sslmode=verify-full&sslrootcert=/ca/", folder / "ca")
    finally:
        shutil.rmtree(folder)


@contextmanager
def _pgbouncer(folder: Path, url: str) -> Iterator[int]:
    port, owner = free_port(), (folder / "data/postgres").stat()
    _write(folder, port, parse_qs(urlsplit(url).query)["host"][0], owner)
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        ["pgbouncer", str(folder / "settings")],
        user=owner.st_uid if os.geteuid() == 0 else None,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(process, folder, port)
        yield port
    finally:
        process.terminate()
        process.wait()
        log.close()


def _write(folder: Path, port: int, sockets: str, owner: os.stat_result) -> None:
    certificate = (authority := trustme.CA()).issue_cert("127.0.0.1")
    (folder / "ca").mkdir()
    authority.cert_pem.write_to_path(folder / "ca/ca.pem")
    trustme.CA().cert_pem.write_to_path(folder / "ca/other.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    (folder / "users").write_text(f'"postgres" "{PASSWORD}"\n')
    settings = SETTINGS.format(folder=folder, port=port, sockets=sockets)
    (folder / "settings").write_text(settings)
    for name in ("key.pem", "cert.pem", "users", "settings", "ca"):
        os.chown(folder / name, owner.st_uid, owner.st_gid)


def _wait(process: "subprocess.Popen[bytes]", folder: Path, port: int) -> None:
    to = f"postgresql://postgres:{ESCAPED}@127.0.0.1:{port}/kitchen?sslmode=require"
    while True:
        assert process.poll() is None, (folder / "log").read_text()
        try:
            psycopg2.connect(to).close()
        except psycopg2.OperationalError:
            threading.Event().wait(0.05)
        else:
            return
