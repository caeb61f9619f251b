"""What those ask who read along with a turn that is not theirs."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, and_

from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import MessageRead
from kitchen_app.services import messages, turns
from kitchen_app.services.branches import MESSAGES
from kitchen_app.services.turns import BegunTurn


def read_answer(connection: Connection, begun: BegunTurn) -> MessageRead:
    """An answer as far as it is stored, interrupted where its process died; MessageNotFound."""
    turns.mark_interrupted(connection, begun.user, begun.session_id)
    return messages.read_message(connection, begun.user, begun.session_id, begun.message_id)


def find_next(
    connection: Connection,
    user: UserRead,
    session_id: UUID,
    *,
    after: UUID | None,
    recent: timedelta,
) -> BegunTurn | None:
    """The session's oldest turn whose answer is later than the message `after`.

    It may have ended; without `after`, only so recently.
    """
    later = turns.heard(recent) if after is None else MESSAGES.c.id > after
    which = and_(MESSAGES.c.role == "assistant", later)
    return turns.find_turn(connection, user, session_id, which)
