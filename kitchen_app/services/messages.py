"""The messages of a session, and the assistant's steps while it answered."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select, true
from sqlalchemy.dialects.postgresql import insert

from kitchen_app.models import Message, ToolStep
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import MessageQuery, MessageRead, ToolStepRead
from kitchen_app.services import journal
from kitchen_app.services.changes import CHANGES, IS_IN_EFFECT
from kitchen_app.services.rendering import table_of

MESSAGES = table_of(Message)
STEPS = table_of(ToolStep)

StepStatus = Literal["finished", "failed"]


@dataclass(frozen=True)
class Step:
    """One tool call: what the model asked, what it was told, a summary for people, and the web
    app's page of what it is about."""

    call_id: str
    name: str
    arguments: dict[str, Any]
    status: StepStatus
    summary: str
    result: str
    position: int
    link: str | None = None


@dataclass(frozen=True)
class StoredMessage:
    """A message as the model will see it again."""

    role: Literal["user", "assistant"]
    content: str
    steps: list[Step]


def begin_step(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> Step | None:
    """The step of a call that has been made before; None for a new one."""
    journal.queue_up(connection, user)
    same_call = (STEPS.c.message_id == message_id) & (STEPS.c.call_id == call_id)
    return next(iter(_steps(connection, user, same_call).get(message_id, [])), None)


def record_step(connection: Connection, user: UserRead, message_id: UUID, step: Step) -> None:
    """Store what a tool did, in the transaction of what it wrote; what is stored stays."""
    row = step.__dict__ | {"user_id": user.id, "message_id": message_id}
    connection.execute(insert(STEPS).values(row).on_conflict_do_nothing())


def changes_of(
    connection: Connection, user: UserRead, message_id: UUID, call_id: str
) -> list[UUID]:
    """The journal entries of one tool call, in order."""
    statement = (
        select(CHANGES.c.id)
        .where(
            CHANGES.c.user_id == user.id,
            CHANGES.c.message_id == message_id,
            CHANGES.c.tool_call_id == call_id,
        )
        .order_by(CHANGES.c.id)
    )
    return list(connection.execute(statement).scalars())


def read_messages(
    connection: Connection, user: UserRead, session_id: UUID, query: MessageQuery
) -> tuple[list[MessageRead], bool]:
    """One page of a session's messages, oldest first, and whether there are older ones."""
    columns = [MESSAGES.c[name] for name in MessageRead.model_fields if name != "steps"]
    before = MESSAGES.c.id < query.before if query.before else true()
    found = connection.execute(
        select(*columns)
        .where(MESSAGES.c.user_id == user.id, MESSAGES.c.session_id == session_id, before)
        .order_by(MESSAGES.c.id.desc())
        .limit(query.limit + 1)
    ).all()
    rows = found[: query.limit]
    ids = [row.id for row in rows]
    steps = _steps(connection, user, STEPS.c.message_id.in_(ids))
    changes = _changes(connection, user, CHANGES.c.message_id.in_(ids))
    messages = [
        MessageRead(
            **row._mapping,
            steps=[_readable(step, changes[row.id, step.call_id]) for step in steps[row.id]],
        )
        for row in reversed(rows)
    ]
    return messages, len(found) > len(rows)


def read_history(
    connection: Connection, user: UserRead, session_id: UUID, *, before: UUID, limit: int
) -> list[StoredMessage]:
    """The last `limit` messages that came before one, oldest first."""
    rows = connection.execute(
        select(MESSAGES.c.id, MESSAGES.c.role, MESSAGES.c.content)
        .where(
            MESSAGES.c.user_id == user.id,
            MESSAGES.c.session_id == session_id,
            MESSAGES.c.id < before,
        )
        .order_by(MESSAGES.c.id.desc())
        .limit(limit)
    ).all()
    steps = _steps(connection, user, STEPS.c.message_id.in_([row.id for row in rows]))
    return [StoredMessage(row.role, row.content, steps[row.id]) for row in reversed(rows)]


def _steps(
    connection: Connection, user: UserRead, condition: ColumnElement[bool]
) -> defaultdict[UUID, list[Step]]:
    columns = [STEPS.c[name] for name in Step.__dataclass_fields__]
    rows = connection.execute(
        select(STEPS.c.message_id, *columns)
        .where(STEPS.c.user_id == user.id, condition)
        .order_by(STEPS.c.message_id, STEPS.c.position, STEPS.c.created_at)
    )
    steps: defaultdict[UUID, list[Step]] = defaultdict(list)
    for message_id, *values in rows:
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
        link=step.link,
        change_ids=list(changes),
        undone=bool(changes) and not any(changes.values()),
    )
