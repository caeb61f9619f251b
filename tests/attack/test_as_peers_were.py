"""How peers were broken: docs/attacks.md says of each why not here, and names the test."""

import re
from pathlib import Path

import pytest

from tests.factories import check_refused, make_cook, rows_of
from tests.processes import ROOT
from tests.servers import ApiServer

TABLE = ROOT / "docs/attacks.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
OF_THE_ACCOUNT = (
    *("id", "user_id", "username", "password", "password_hash", "created_at", "master_key"),
    *("role", "admin", "is_admin", "can_manage"),
)


def test_every_row_names_a_test_that_is_there() -> None:
    _head, _line, *rows = (r for r in TABLE.read_text().splitlines() if r.startswith("|"))
    assert rows
    for row in rows:
        named = NAMED.search(row)
        assert named, row
        assert _is_there(ROOT / named[1], named[2]), row


def _is_there(path: Path, name: str) -> bool:
    return path.exists() and f"\ndef {name}(" in path.read_text()


@pytest.mark.parametrize("field", OF_THE_ACCOUNT)
def test_nobody_makes_more_of_their_own_account(offline_server: ApiServer, field: str) -> None:
    with make_cook(offline_server) as cook:
        before = rows_of(offline_server, cook)
        more = {"asks_first": True, field: "1"}
        refused = check_refused(cook.patch("/auth/me", json=more), 422, "invalid_request")
        assert [error["field"] for error in refused["errors"]] == [field]
        assert rows_of(offline_server, cook) == before
