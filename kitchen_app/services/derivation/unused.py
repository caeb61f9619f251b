"""Wants that no recipe has any more. They cost a few bytes each, and can be taken away."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.same_foods import hold_names

MOST_AT_ONCE = 1_000  # ids in one transaction

_USED = text("SELECT DISTINCT unnest(needs) FROM recipes WHERE user_id = :user")
_IDS = text("SELECT id FROM needs WHERE user_id = :user")
_DELETE = text("DELETE FROM needs WHERE user_id = :user AND id = ANY (:gone)")
_MOVE = text(
    """
    UPDATE needs SET id = moved.new FROM unnest(:old, :new) AS moved (old, new)
    WHERE user_id = :user AND id = moved.old
    """
)
_FOLLOW = text(
    """
    UPDATE recipes SET needs = ARRAY(
        SELECT coalesce(moved.new, need) FROM unnest(needs) WITH ORDINALITY AS had (need, place)
        LEFT JOIN unnest(:old, :new) AS moved (old, new) ON moved.old = need ORDER BY place
    ) WHERE user_id = :user AND needs && :old
    """
)


@dataclass(frozen=True)
class Left:
    """`unused` wants are harmless; `missing` ids, below the highest, are not: ranking counts on
    there being none."""

    unused: int
    missing: int


def left(connection: Connection, user: UserRead) -> Left:
    """What `remove` would take away."""
    ids, used = _ids(connection, user), _used(connection, user)
    return Left(unused=len(ids - used), missing=max(ids, default=0) - len(ids))


def remove(connection: Connection, user: UserRead) -> int:
    """Take away MOST_AT_ONCE at most; how many ids that were.

    The highest wants get the ids that become free, so that ids count from 1 without a gap at the
    end of each transaction. Nobody saves a recipe meanwhile: it could have the old ids.
    """
    hold_names(connection, user)
    ids, used = _ids(connection, user), _used(connection, user)
    highest = max(ids, default=0)
    free = sorted(set(range(1, highest + 1)) - used)
    count = min(len(free), MOST_AT_ONCE)
    above = range(highest - count + 1, highest + 1)
    old = [want for want in above if want in used]
    new = free[: len(old)]
    given = {"user": user.id, "old": old, "new": new}
    connection.execute(_DELETE, {"user": user.id, "gone": [*new, *sorted(set(above) - used)]})
    if old:
        connection.execute(_MOVE, given)
        connection.execute(_FOLLOW, given)
    return count


def _ids(connection: Connection, user: UserRead) -> set[int]:
    return set(connection.execute(_IDS, {"user": user.id}).scalars())


def _used(connection: Connection, user: UserRead) -> set[int]:
    return set(connection.execute(_USED, {"user": user.id}).scalars())
