"""What is derived from other rows, checked and rebuilt by who keeps the kitchen."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from kitchen_app.admin.door import REFUSED, opened
from kitchen_app.admin.paper import say
from kitchen_app.database import Database
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import cooks
from kitchen_app.services.derivation import STEPS, unused
from kitchen_app.services.derivation.rows import Difference

MOST_IDS = 20  # of one table of one cook, that are named


def check(name: str | None) -> int:
    with opened() as database:
        differing = left_over = 0
        for cook in _cooks(database, name):
            found = [*_differences(database, cook, write=False)]
            _name(cook, found)
            with database.transaction() as connection:
                left = unused.left(connection, cook)
            if left.missing:
                say(f"{cook.username}: {left.missing} numbers of needs are missing")
            differing += len(found) + left.missing
            left_over += left.unused
    if left_over:
        say(f"{left_over} needs are no recipe's any more, which is no harm: rebuild removes them.")
    say(f"{differing} differ." if differing else "Nothing differs.")
    return REFUSED if differing else 0


def rebuild(name: str | None) -> int:
    with opened() as database:
        corrected = removed = 0
        for cook in _cooks(database, name):
            found = [*_differences(database, cook, write=True)]
            _name(cook, found)
            corrected += len(found)
            removed += _remove_unused(database, cook)
    say(f"{corrected} corrected, {removed} needs removed that were no recipe's any more.")
    return 0


def _cooks(database: Database, name: str | None) -> Sequence[UserRead]:
    with database.transaction() as connection:
        return [cooks.find_cook(connection, name)] if name else cooks.list_cooks(connection)


def _differences(database: Database, cook: UserRead, *, write: bool) -> Iterator[Difference]:
    """A transaction for each batch, so that nobody waits for long."""
    for see in STEPS:
        last: UUID | None = None
        while True:
            with database.transaction() as connection:
                seen = see(connection, cook, last, write=write)
            yield from seen.differences
            last = seen.last
            if last is None:
                break


def _remove_unused(database: Database, cook: UserRead) -> int:
    removed = 0
    while True:
        with database.transaction() as connection:
            count = unused.remove(connection, cook)
        if not count:
            return removed
        removed += count


def _name(cook: UserRead, found: Sequence[Difference]) -> None:
    tables: dict[str, list[Difference]] = defaultdict(list)
    for one in found:
        tables[one.table].append(one)
    for table, rows in tables.items():
        columns = sorted({column for one in rows for column in one.columns})
        say(f"{cook.username}: {len(rows)} of {table} ({', '.join(columns)})")
        for one in rows[:MOST_IDS]:
            say(f"  {one.row}")
        if len(rows) > MOST_IDS:
            say(f"  and {len(rows) - MOST_IDS} more")
