"""Reading along: the running turn, or the rest of one that ended while its reader was away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kitchen_app.ai.events import EventLog
from kitchen_app.ai.replay import replay
from kitchen_app.ai.turns import Turns
from kitchen_app.errors import InvalidEventId, MessageNotFound
from kitchen_app.services import messages, turns
from kitchen_app.services.turns import BegunTurn

AsCook = Callable[..., Awaitable[Any]]  # (service, *arguments): in one transaction, as the cook


@dataclass(frozen=True)
class Place:
    """In the log of a message's turn: all up to there has been read."""

    message_id: UUID
    after: int = 0


@dataclass(frozen=True)
class Joined:
    """A log, and from where on to read it."""

    log: EventLog
    place: Place


async def join(running: Turns, cook: AsCook, session_id: UUID, last: Place | None) -> Joined | None:
    """What there is to read in the cook's session after `last`; None where nothing is.

    SessionNotFound, InvalidEventId.
    """
    begun: BegunTurn | None = await cook(turns.find_running, session_id)
    if last and (begun is None or begun.message_id != last.message_id):
        rest = await _rest(cook, session_id, last)
        if rest.place.after < rest.log.ends:
            return rest
        last = None
    if begun is None:
        return None
    return Joined(await running.log_of(begun), last or Place(begun.message_id))


async def _rest(cook: AsCook, session_id: UUID, last: Place) -> Joined:
    """What is left of an answer that has ended."""
    try:
        message = await cook(messages.read_message, session_id, last.message_id)
    except MessageNotFound:
        raise InvalidEventId from None
    if message.role != "assistant":
        raise InvalidEventId
    return Joined(EventLog.of(replay(session_id, message)), last)
