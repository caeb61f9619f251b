"""What is kept only by itself is found."""

import subprocess
import sys

CLOSING = """
import weakref
from kitchen_app import garbage

class Page:
    def __init__(self):
        self.parts = [[self] for _ in range(100)]

garbage.seldom()
garbage.settle()
open_pages = [Page() for _ in range(1_000)]
closed = []
for _ in range(6_000):
    open_pages.append(Page())
    closed.append(weakref.ref(open_pages.pop(0)))
print(sum(page() is not None for page in closed))
"""


def test_closed_pages_are_not_kept_for_ever() -> None:
    """A thousand are open at any time, so none is found young."""
    told = subprocess.run([sys.executable, "-c", CLOSING], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert int(told.stdout) < 2_000
