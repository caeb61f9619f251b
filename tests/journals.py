"""What a cook's journal says, and what is undone by it."""

from itertools import pairwise
from typing import Any

from tests.factories import Cook, Json


def journal(cook: Cook, **filters: Any) -> list[Json]:
    """The changes, newest first."""
    found: list[Json] = cook.ok("GET", "/changes", params=filters)
    return found


def undo(cook: Cook, change: Json | str) -> Json:
    """Undo a change, or the one of this id; the change that this is."""
    change_id = change if isinstance(change, str) else change["id"]
    found: Json = cook.ok("POST", f"/changes/{change_id}/undo")
    return found


def chained(cook: Cook, *, writes: int) -> None:
    """The journal of one row's life: what was after one write was before the next."""
    changes = cook.ok("GET", "/changes")[::-1]
    assert len(changes) == writes
    for earlier, later in pairwise(changes):
        assert later["before"] == earlier["after"]
