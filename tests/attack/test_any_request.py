"""The document is what the API does, whatever is sent: schemathesis, by schemathesis.toml."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attack.fuzzing import SECONDS, SEED
from tests.factories import PASSWORD, make_cook
from tests.processes import ROOT
from tests.servers import ApiServer

CONFIGURATION = str(Path(__file__).with_name("schemathesis.toml"))
COMMAND = [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIGURATION, "run"]


@pytest.mark.fuzz
@pytest.mark.timeout(SECONDS + 300)
def test_any_request_is_answered_as_the_document_says(offline_server: ApiServer) -> None:
    """Alone, and after others whose answers it makes use of. What fails is said with its seed."""
    before = len(offline_server.log.read_text())
    arguments = [f"{offline_server.url}/openapi.json", "--seed", str(SEED)]
    if SECONDS:
        arguments += ["--max-time", str(SECONDS)]
    with make_cook(offline_server) as cook, make_cook(offline_server) as other:
        who = {"COOK_TOKEN": cook.token, "OTHER_USERNAME": other.username}
        ran = subprocess.run(
            COMMAND + arguments,
            cwd=ROOT,
            env=os.environ | who | {"OTHER_PASSWORD": PASSWORD},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout
    said = offline_server.log.read_text()[before:]
    assert not [word for word in ("Traceback", '"level": "error"') if word in said], said
