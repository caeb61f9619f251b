"""Taking back what was written. An undo is a change like any other, and can be undone as well.

A write, its undo, the undo of that and so on are a chain. The standing change of it is the one
that nobody has undone, and the write is in effect when the undos are even in number.
"""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Row, and_, exists, func, select
from sqlalchemy.exc import IntegrityError

from kitchen_app.errors import AlreadyUndone, ChangedSince, ChangeNotFound, NothingUndone
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.change import ChangeRead
from kitchen_app.services import journal, pantry, recipes
from kitchen_app.services.changes import CHANGES, IS_IN_EFFECT, IS_UNDONE, read_changes
from kitchen_app.services.journal_statements import MODELS
from kitchen_app.services.rendering import table_of

Change: TypeAlias = Row[*tuple[Any, ...]]

_DERIVED = {"recipe": recipes.derived, "ingredient": pantry.derived_keys}
_UNDO, _NEXT, _STANDING = (CHANGES.alias(name) for name in ("an_undo", "next", "standing"))
_LAST_UNDO = (
    select(_UNDO.c.id)
    .where(
        _UNDO.c.user_id == CHANGES.c.user_id,
        _UNDO.c.original == CHANGES.c.id,
        ~exists().where(_NEXT.c.user_id == _UNDO.c.user_id, _NEXT.c.undoes == _UNDO.c.id),
    )
    .correlate(CHANGES)
    .scalar_subquery()
)
_IS_STANDING = and_(
    _STANDING.c.user_id == CHANGES.c.user_id,
    _STANDING.c.id == func.coalesce(_LAST_UNDO, CHANGES.c.id),
)
_IN_ORDER = (CHANGES.c.created_at, CHANGES.c.id)


def undo_change(connection: Connection, user: UserRead, change_id: UUID) -> ChangeRead:
    """Put the row back as it was before one change; the change that this is.

    ChangeNotFound, AlreadyUndone, ChangedSince where the row is not as the change left it.
    """
    return undo_changes(connection, user, [change_id])[0]


def undo_changes(
    connection: Connection, user: UserRead, change_ids: Collection[UUID]
) -> list[ChangeRead]:
    """The same for several, the last one first: all or none."""
    journal.queue_up(connection, user)
    statement = (
        select(CHANGES, IS_UNDONE.label("is_undone"))
        .where(CHANGES.c.user_id == user.id, CHANGES.c.id == func.any(list(change_ids)))
        .order_by(*_IN_ORDER)
    )
    changes = connection.execute(statement).all()
    for missing in set(change_ids).difference(change.id for change in changes):
        raise ChangeNotFound(missing)
    if any(change.is_undone for change in changes):
        raise AlreadyUndone
    return _undo(connection, user, reversed(changes))


def undo_answer(
    connection: Connection, user: UserRead, message_id: UUID, *, tool_call_id: str | None = None
) -> list[ChangeRead]:
    """Take back all that an answer, or one tool call of it, wrote and that is in effect: the last
    write first, all or none.

    ChangeNotFound where it wrote nothing, AlreadyUndone where nothing is in effect, ChangedSince.
    """
    standing = _standing(connection, user, message_id, tool_call_id, in_effect=True)
    if not standing:
        raise AlreadyUndone
    return _undo(connection, user, reversed(standing))


def redo_answer(
    connection: Connection, user: UserRead, message_id: UUID, *, tool_call_id: str | None = None
) -> list[ChangeRead]:
    """Put back what of it is not in effect, the first write first: all or none.

    ChangeNotFound where it wrote nothing, NothingUndone where all is in effect, ChangedSince.
    """
    standing = _standing(connection, user, message_id, tool_call_id, in_effect=False)
    if not standing:
        raise NothingUndone
    return _undo(connection, user, standing)


def _standing(
    connection: Connection,
    user: UserRead,
    message_id: UUID,
    tool_call_id: str | None,
    *,
    in_effect: bool,
) -> list[Change]:
    """The standing changes of what the answer wrote, in the order of its writes."""
    journal.queue_up(connection, user)
    statement = (
        select(_STANDING, IS_IN_EFFECT.label("is_in_effect"))
        .join_from(CHANGES, _STANDING, _IS_STANDING)
        .where(CHANGES.c.user_id == user.id, CHANGES.c.message_id == message_id)
        .order_by(*_IN_ORDER)
    )
    if tool_call_id is not None:
        statement = statement.where(CHANGES.c.tool_call_id == tool_call_id)
    changes = connection.execute(statement).all()
    if not changes:
        raise ChangeNotFound(f"of answer {message_id}")
    return [change for change in changes if change.is_in_effect == in_effect]


def _undo(connection: Connection, user: UserRead, changes: Iterable[Change]) -> list[ChangeRead]:
    """Undo one after the other; the changes that this makes, in that order."""
    made = [_undo_one(connection, user, change) for change in changes]
    return read_changes(connection, user, made)


def _undo_one(connection: Connection, user: UserRead, change: Change) -> UUID:
    derived = {}
    if change.before:
        derived = _DERIVED[change.entity](connection, user, change.before)
    try:
        undo_id = journal.undo(connection, user, change, derived)
    except IntegrityError:
        raise _taken(change) from None
    if undo_id is None:
        raise _changed_since(connection, user, change)
    return undo_id


def _changed_since(connection: Connection, user: UserRead, change: Change) -> ChangedSince:
    if change.after is None:
        return _taken(change)
    table, name = table_of(MODELS[change.entity]), change.after["name"]
    row = exists().where(table.c.user_id == user.id, table.c.id == change.entity_id)
    if connection.execute(select(row)).scalar_one():
        how = "was changed again after that. Undo the later change first, or change it by hand."
    else:
        how = "was deleted after that. Undo the deletion first."
    return ChangedSince(name, f"{name} {how}")


def _taken(change: Change) -> ChangedSince:
    name = change.before["name"]
    return ChangedSince(name, f"Meanwhile there is another {name}. Delete that one first.")
