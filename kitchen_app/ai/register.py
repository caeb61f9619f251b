"""Which turns there are to read: those that run, and for a while those that have ended."""

import asyncio
from typing import Protocol
from uuid import UUID

from kitchen_app.ai.events import EventLog
from kitchen_app.ai.turn import Turn
from kitchen_app.services.turns import BegunTurn

KEEP_FOR = 60.0  # seconds after its end, for whoever comes a moment late
MOST_KEPT = 200  # ended turns, each with its whole log
MOST_KEPT_OF_ONE = 10  # user


class Told(Protocol):
    """A turn as its readers see it."""

    @property
    def begun(self) -> BegunTurn: ...

    @property
    def log(self) -> EventLog: ...


class TurnRegister:
    """Turns by user and session: another cook's session id finds nothing.

    It lives on one event loop. Nothing polls: an ended turn has a timer, and who waits has a
    future that goes when they go.
    """

    def __init__(self, *, keep_for: float = KEEP_FOR) -> None:
        self._keep_for = keep_for
        self._turns: dict[UUID, dict[UUID, Turn]] = {}  # by user, then by message
        self._forgetting: dict[UUID, tuple[Turn, asyncio.TimerHandle]] = {}  # first ended first
        self._waiting: dict[UUID, set[asyncio.Future[None]]] = {}  # by user
        self._news: dict[UUID, int] = {}  # of the users who have turns here
        self._told = 0

    def running(self, user_id: UUID, session_id: UUID) -> Turn | None:
        """The turn that is answering in this session."""
        turns = self._in_session(user_id, session_id)
        return next((turn for turn in turns if not turn.ended), None)

    def find(self, user_id: UUID, message_id: UUID) -> Turn | None:
        """The turn of this answer, while it runs and for a while after."""
        return self._turns.get(user_id, {}).get(message_id)

    async def next_turn(
        self, user_id: UUID, session_id: UUID, *, after: UUID | None, patience: float
    ) -> Told | None:
        """The session's oldest turn here whose answer is later than the message `after`.

        It may have ended. Where there is none yet, waits for one to start; None when `patience`
        seconds pass without.
        """
        try:
            async with asyncio.timeout(patience):
                while not (found := self._next(user_id, session_id, after)):
                    await self._woken(user_id)
        except TimeoutError:
            return None
        return found

    def news(self, user_id: UUID) -> int:
        """A number that changes when a turn of this user starts or ends."""
        return self._news.get(user_id, 0)

    async def changed(self, user_id: UUID, *, since: int, patience: float) -> bool:
        """Wait until `news` is no longer `since`; False when `patience` seconds pass before.

        Take `news` first and look second: what happens while you look is news the next time.
        """
        try:
            async with asyncio.timeout(patience):
                while self.news(user_id) == since:
                    await self._woken(user_id)
        except TimeoutError:
            return False
        return True

    def add(self, turn: Turn) -> None:
        """It has started."""
        self._turns.setdefault(turn.begun.user.id, {})[turn.begun.message_id] = turn
        self._tell(turn.begun.user.id)

    def end(self, turn: Turn) -> None:
        """It has ended: it stays a while, and the first that ended go where there are too many."""
        user_id = turn.begun.user.id
        timer = asyncio.get_running_loop().call_later(self._keep_for, self._forget, turn)
        self._forgetting[turn.begun.message_id] = turn, timer
        ended = [one for one, _ in self._forgetting.values()]
        of_user = [one for one in ended if one.begun.user.id == user_id]
        for surplus in (*of_user[:-MOST_KEPT_OF_ONE], *ended[:-MOST_KEPT]):
            self._forget(surplus)
        self._tell(user_id)

    def hear(self, user_id: UUID) -> None:
        """A turn of this user started or ended elsewhere."""
        self._tell(user_id)
        told, loop = self._told, asyncio.get_running_loop()
        loop.call_later(self._keep_for, self._unlearn, user_id, told)

    def forget_ended(self) -> None:
        for turn, _ in [*self._forgetting.values()]:
            self._forget(turn)

    def _in_session(self, user_id: UUID, session_id: UUID) -> list[Turn]:
        turns = self._turns.get(user_id, {}).values()
        return [turn for turn in turns if turn.begun.session_id == session_id]

    def _next(self, user_id: UUID, session_id: UUID, after: UUID | None) -> Turn | None:
        turns = self._in_session(user_id, session_id)
        later = [turn for turn in turns if after is None or turn.begun.message_id > after]
        return min(later, key=lambda turn: turn.begun.message_id, default=None)

    def _forget(self, turn: Turn) -> None:
        """Once is enough: it may be surplus twice."""
        _, timer = self._forgetting.pop(turn.begun.message_id, (turn, None))
        if timer is None:
            return
        timer.cancel()
        turns = self._turns[turn.begun.user.id]
        del turns[turn.begun.message_id]
        if not turns:
            del self._turns[turn.begun.user.id]
            self._news.pop(turn.begun.user.id, None)

    def _tell(self, user_id: UUID) -> None:
        self._told += 1
        self._news[user_id] = self._told
        for woken in self._waiting.pop(user_id, ()):
            if not woken.done():
                woken.set_result(None)

    def _unlearn(self, user_id: UUID, told: int) -> None:
        if user_id not in self._turns and self._news.get(user_id) == told:
            del self._news[user_id]

    async def _woken(self, user_id: UUID) -> None:
        """Wait for the next start or end of a turn of this user."""
        woken = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(user_id, set())
        waiting.add(woken)
        try:
            await woken
        finally:
            waiting.discard(woken)
            if self._waiting.get(user_id) is waiting and not waiting:
                del self._waiting[user_id]
