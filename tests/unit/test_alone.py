"""What a kitchen of one process does without."""

import subprocess
import sys

LOADED = """
import sys
from kitchen_app import runtime
from kitchen_app.ai import agent
from kitchen_app.routers.api import create_api
create_api()
print(*sys.modules)
"""


def test_it_loads_no_redis_client() -> None:
    """The web app's framework may; nothing of ours has it do so."""
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = ran.stdout.split()
    assert "kitchen_app.ai.turns" in loaded
    assert not {"redis", "kitchen_app.ai.shared", "kitchen_app.ai.relay"} & {*loaded}
