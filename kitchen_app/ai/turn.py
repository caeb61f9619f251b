"""One turn: it answers, and ends what it began."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import date
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from kitchen_app import metrics
from kitchen_app.ai.events import EventLog
from kitchen_app.ai.patience import PatientDatabase
from kitchen_app.ai.prompts import MOST_SOON
from kitchen_app.ai.said import Said
from kitchen_app.ai.steps import Steps
from kitchen_app.ai.tools.base import Spoken, TurnTools
from kitchen_app.ai.watching import watched_turn
from kitchen_app.database import Database
from kitchen_app.errors import KitchenError, TurnFailed, TurnInterrupted
from kitchen_app.schemas.chat import Done, Status, TurnError, TurnStarted
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.services import messages, soon, turns
from kitchen_app.services.keeping import Piece
from kitchen_app.services.messages import StoredMessage
from kitchen_app.services.turns import BegunTurn

log = structlog.get_logger(__name__)

MOST_MESSAGES = 200  # of the session, for the model


class Answerer(Protocol):
    """The agent, as a turn sees it."""

    def answer(
        self,
        question: str,
        history: Iterable[StoredMessage],
        turn: TurnTools,
        *,
        soon: Sequence[IngredientRead],
    ) -> AsyncGenerator[Spoken, None]: ...


class Turn:
    """`log` is for readers, `steps` for the agent's tools; the rest is the turn's own."""

    def __init__(self, begun: BegunTurn, database: Database) -> None:
        self.begun = begun
        self.log = EventLog()
        self._database = PatientDatabase(database)
        self._said = Said(self.log)
        self.steps = Steps(begun, self._database, self._said, self.log)
        self._answering: asyncio.Task[None] | None = None
        self._cut_short: Status = "interrupted"  # what an answer is that is cancelled
        self._usage: dict[str, int] = {}
        self._began = time.perf_counter()
        self.log.append(TurnStarted(begun.session_id, begun.message_id))

    @property
    def ended(self) -> bool:
        """The answer is stored, and the log is whole."""
        return self.log.closed

    async def run(self, agent: Callable[[], Awaitable[Answerer]]) -> None:
        """Answer and end. Cancelling interrupts the answer, and still ends it."""
        with watched_turn(self.begun) as seen:
            seen.outcome = await self._run(agent)

    async def _run(self, agent: Callable[[], Awaitable[Answerer]]) -> Status:
        self._answering = asyncio.create_task(self._answer(agent))
        if self._cut_short == "stopped":  # before it had begun
            self._answering.cancel()
        status: Status = "complete"
        failure: TurnFailed | None = None
        try:
            await self._answering
        except asyncio.CancelledError:
            status = self._cut_short
            failure = TurnInterrupted() if status == "interrupted" else None
            self._database.hurry()
        except Exception as error:
            status, failure = "failed", _failure(error)
        await self._uncancelled(asyncio.create_task(self._end(status, failure)))
        return status

    def stop(self) -> None:
        """The cook has had enough: what was said so far is the answer."""
        self._cut_short = "stopped"
        self.drop()

    def drop(self) -> None:
        """Nobody wants the answer any more."""
        if self._answering:
            self._answering.cancel()

    def piece(self) -> Piece:
        """What was said since the last that is known to be stored."""
        kept = self._said.kept
        return Piece(self.begun.user.id, self.begun.message_id, kept, self._said.text[kept:])

    def kept(self, up_to: int) -> None:
        """So many characters are stored."""
        self._said.kept = up_to

    async def _uncancelled(self, ending: asyncio.Task[None]) -> None:
        """Whoever cancels us now hurries the end, but does not prevent it."""
        while not ending.done():
            try:
                await asyncio.shield(ending)
            except asyncio.CancelledError:
                self._database.hurry()

    async def _answer(self, agent: Callable[[], Awaitable[Answerer]]) -> None:
        stored, expiring = await self._database.run(self._look)
        answer = (await agent()).answer(self.begun.question, stored, self.steps, soon=expiring)
        async with aclosing(answer):  # whatever ends it, the model and its tools are done then
            async for text, usage in answer:
                if text:
                    self._say(text)
                for name, tokens in (usage or {}).items():
                    self._usage[name] = self._usage.get(name, 0) + tokens
        if not self._said.length:
            raise TurnFailed("assistant_silent", "The model answered with nothing. Ask again.")

    def _say(self, text: str) -> None:
        if not self._said.length:
            metrics.FIRST_TOKEN_SECONDS.observe(time.perf_counter() - self._began)
        self._said.say(text)

    def _look(self, connection: Connection) -> tuple[list[StoredMessage], list[IngredientRead]]:
        """What was said before, and what expires soon."""
        begun, today = self.begun, date.today()  # noqa: DTZ011 (the server's day)
        stored = messages.read_history(
            connection,
            begun.user,
            begun.session_id,
            before=begun.question_id,
            limit=MOST_MESSAGES,
        )
        return stored, soon.expiring_soon(connection, begun.user, today=today, most=MOST_SOON)

    async def _end(self, status: Status, failure: TurnFailed | None) -> None:
        """Store the answer, then tell the readers that it is done, whatever happens."""
        try:
            await self.steps.finish()
            await self._store(status, failure)
            await self.steps.close()
        except Exception as error:
            log.error("answer not stored", message_id=str(self.begun.message_id), exc_info=error)
            failure = TurnFailed("answer_not_stored", "The answer could not be stored.")
        finally:
            if failure:
                self.log.append(TurnError(failure.code, failure.detail))
            self.log.append(Done())
            self.log.close()

    async def _store(self, status: Status, failure: TurnFailed | None) -> None:
        end = partial(
            turns.end_turn,
            user=self.begun.user,
            message_id=self.begun.message_id,
            content=self._said.text,
            status=status,
            error={"code": failure.code, "detail": failure.detail} if failure else None,
            usage=self._usage or None,
        )
        await self._database.run(end)


def _failure(error: Exception) -> TurnFailed:
    if isinstance(error, TurnFailed):
        return error
    if isinstance(error, KitchenError):
        return TurnFailed(error.code, error.detail)
    log.error("turn failed", exc_info=error)
    return TurnFailed("assistant_failed", "The assistant could not answer. Ask again.")
