"""The messages of a session, and the assistant's steps while it answered."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Subquery, select, update
from sqlalchemy.dialects.postgresql import insert

from kitchen_app.errors import MessageNotFound, StepNotFound
from kitchen_app.models import ToolStep
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import MessageQuery, MessageRead, StepStatus, ToolStepRead
from kitchen_app.services import branches, journal
from kitchen_app.services.branches import MESSAGES
from kitchen_app.services.changes import CHANGES, IS_IN_EFFECT
from kitchen_app.services.rendering import table_of

STEPS = table_of(ToolStep)


@dataclass(frozen=True)
class Step:
    """One tool call: what the model asked, what it was told, a summary for people, and the web
    app's page of what it is about. `asked` is what the cook was asked, if it was proposed first."""

    call_id: str
    name: str
    arguments: dict[str, Any]
    status: StepStatus
    summary: str
    result: str
    position: int
    link: str | None = None
    asked: str | None = None


@dataclass(frozen=True)
class StoredMessage:
    """A message as the model will see it again."""

    role: Literal["user", "assistant"]
    content: str
    steps: list[Step]


def begin_step(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> Step | None:
    """The step of a call that has been made before, held so that nobody else settles it; None for
    a new one.
    """
    journal.queue_up(connection, user)
    same_call = (STEPS.c.message_id == message_id) & (STEPS.c.call_id == call_id)
    return next(iter(_steps(connection, user, same_call, held=True).get(message_id, [])), None)


def record_step(connection: Connection, user: UserRead, message_id: UUID, step: Step) -> None:
    """Store what a tool did, in the transaction of what it wrote; what is stored stays."""
    row = step.__dict__ | {"user_id": user.id, "message_id": message_id}
    connection.execute(insert(STEPS).values(row).on_conflict_do_nothing())


def settle_step(connection: Connection, user: UserRead, message_id: UUID, step: Step) -> None:
    """Store what became of a proposal. Its place in the answer, and what was asked, stay."""
    values = {"status": step.status, "summary": step.summary, "result": step.result}
    connection.execute(
        update(STEPS)
        .where(
            STEPS.c.user_id == user.id,
            STEPS.c.message_id == message_id,
            STEPS.c.call_id == step.call_id,
        )
        .values(values | {"link": step.link})
    )


def find_step(connection: Connection, user: UserRead, message_id: UUID, call_id: str) -> Step:
    """The step of a call; StepNotFound."""
    same_call = (STEPS.c.message_id == message_id) & (STEPS.c.call_id == call_id)
    found = _steps(connection, user, same_call)[message_id]
    if not found:
        raise StepNotFound(call_id)
    return found[0]


def read_step(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> ToolStepRead:
    """The same, as it goes out."""
    step = find_step(connection, user, message_id, call_id)
    return _readable(step, _changes_of(connection, user, message_id, call_id))


def changes_of(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> list[UUID]:
    """The journal entries of one tool call, in order."""
    return list(_changes_of(connection, user, message_id, call_id))


def _changes_of(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> dict[UUID, bool]:
    same_call = (CHANGES.c.message_id == message_id) & (CHANGES.c.tool_call_id == call_id)
    return _changes(connection, user, same_call)[message_id, call_id]


def read_messages(
    connection: Connection, user: UserRead, session_id: UUID, query: MessageQuery
) -> tuple[list[MessageRead], bool]:
    """One page of the conversation that is shown, oldest first, and whether there are older ones.

    MessageNotFound where there is no message that the page would end before.
    """
    end = branches.leaf_of(user, session_id)
    if query.before:
        end = branches.parent_of(user, session_id, query.before)
        if connection.execute(select(end)).scalar_one() is None:
            raise MessageNotFound(query.before)
    shown = branches.path(user, session_id, end, limit=query.limit + 1)
    found = _read(connection, user, session_id, shown)
    return found[-query.limit :], len(found) > query.limit


def read_message(
    connection: Connection, user: UserRead, session_id: UUID, message_id: UUID
) -> MessageRead:
    """One message of the session, shown or not; MessageNotFound."""
    found = _read(connection, user, session_id, [message_id])
    if not found:
        raise MessageNotFound(message_id)
    return found[0]


def _read(
    connection: Connection, user: UserRead, session_id: UUID, ids: Subquery | list[UUID]
) -> list[MessageRead]:
    wanted = MESSAGES.c.id.in_(ids if isinstance(ids, list) else select(ids))
    columns = [MESSAGES.c[name] for name in MessageRead.model_fields if name in MESSAGES.c]
    rows = connection.execute(
        select(MESSAGES.c.parent_id, *columns)
        .where(MESSAGES.c.user_id == user.id, MESSAGES.c.session_id == session_id, wanted)
        .order_by(MESSAGES.c.id)
    ).all()
    found = [row.id for row in rows]
    steps = _steps(connection, user, STEPS.c.message_id.in_(found))
    changes = _changes(connection, user, CHANGES.c.message_id.in_(found))
    versions = branches.versions(connection, user, session_id, [row.parent_id for row in rows])
    return [
        MessageRead(
            **{column.name: row._mapping[column.name] for column in columns},
            versions=versions[row.parent_id],
            steps=[_readable(step, changes[row.id, step.call_id]) for step in steps[row.id]],
        )
        for row in rows
    ]


def read_history(
    connection: Connection, user: UserRead, session_id: UUID, *, before: UUID, limit: int
) -> list[StoredMessage]:
    """The last `limit` messages of the conversation that came before one, oldest first."""
    end = branches.parent_of(user, session_id, before)
    ids = branches.path(user, session_id, end, limit=limit)
    rows = connection.execute(
        select(MESSAGES.c.id, MESSAGES.c.role, MESSAGES.c.content)
        .where(
            MESSAGES.c.user_id == user.id,
            MESSAGES.c.session_id == session_id,
            MESSAGES.c.id.in_(select(ids)),
        )
        .order_by(MESSAGES.c.id)
    ).all()
    steps = _steps(connection, user, STEPS.c.message_id.in_([row.id for row in rows]))
    return [StoredMessage(row.role, row.content, steps[row.id]) for row in rows]


def _steps(
    connection: Connection, user: UserRead, condition: ColumnElement[bool], *, held: bool = False
) -> defaultdict[UUID, list[Step]]:
    columns = [STEPS.c[name] for name in Step.__dataclass_fields__]
    found = (
        select(STEPS.c.message_id, *columns)
        .where(STEPS.c.user_id == user.id, condition)
        .order_by(STEPS.c.message_id, STEPS.c.position, STEPS.c.created_at)
    )
    steps: defaultdict[UUID, list[Step]] = defaultdict(list)
    for message_id, *values in connection.execute(found.with_for_update() if held else found):
        steps[message_id].append(Step(*values))
    return steps


def _changes(
    connection: Connection, user: UserRead, condition: ColumnElement[bool]
) -> defaultdict[tuple[UUID, str], dict[UUID, bool]]:
    """What each tool call wrote, and whether that is in effect."""
    rows = connection.execute(
        select(CHANGES.c.message_id, CHANGES.c.tool_call_id, CHANGES.c.id, IS_IN_EFFECT)
        .where(CHANGES.c.user_id == user.id, condition)
        .order_by(CHANGES.c.id)
    )
    changes: defaultdict[tuple[UUID, str], dict[UUID, bool]] = defaultdict(dict)
    for message_id, call_id, change_id, is_in_effect in rows:
        changes[message_id, call_id][change_id] = is_in_effect
    return changes


def _readable(step: Step, changes: dict[UUID, bool]) -> ToolStepRead:
    return ToolStepRead(
        id=step.call_id,
        name=step.name,
        status=step.status,
        summary=step.summary,
        position=step.position,
        asked=step.asked,
        link=step.link,
        change_ids=list(changes),
        undone=bool(changes) and not any(changes.values()),
    )
