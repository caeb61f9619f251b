"""One turn: it answers, keeps what it has at least every second, and ends what it began."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel
from sqlalchemy import Connection

from kitchen_app.ai.events import EventLog
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable, TurnFailed
from kitchen_app.schemas.chat import Done, Status, Token, ToolProgress, TurnError, TurnStarted
from kitchen_app.schemas.text import storable, storable_json
from kitchen_app.services import chat, messages
from kitchen_app.services.chat import BegunTurn
from kitchen_app.services.journal import Author
from kitchen_app.services.messages import Step, StepStatus, StoredMessage

T = TypeVar("T")

log = structlog.get_logger(__name__)

CHECKPOINT_EVERY = 1.0  # seconds
RETRY_EVERY = 0.5  # seconds
HEARTBEAT_EVERY = 5  # checkpoints, while no text comes
MOST_MESSAGES = 200  # of the session, for the model
MOST_TOOL_CALLS = 50
LONGEST_RESULT = 8_000  # characters, of a tool
LONGEST_ANSWER = 200_000  # characters
PATIENCE = 60.0  # seconds with a database that is away
CLOSING_PATIENCE = 4.0  # the same when we are to stop


class Answerer(Protocol):
    """The agent, as a turn sees it."""

    def answer(
        self, question: str, history: Iterable[StoredMessage], turn: "Turn"
    ) -> AsyncIterator[tuple[str, dict[str, int] | None]]: ...


class Turn:
    """`log` is for readers; the rest is the turn's own."""

    def __init__(self, begun: BegunTurn, database: Database) -> None:
        self.begun = begun
        self.log = EventLog()
        self._database = database
        self._text: list[str] = []
        self._length = 0
        self._kept_length = 0
        self._tool_calls = 0
        self._new_paragraph = False
        self._in_tool = asyncio.Lock()
        self._patience = PATIENCE
        self._usage: dict[str, int] = {}
        self.log.append(TurnStarted(begun.session_id, begun.message_id))

    @property
    def ended(self) -> bool:
        """The answer is stored, and the log is whole."""
        return self.log.closed

    async def run(self, agent: Callable[[], Awaitable[Answerer]]) -> None:
        """Answer and end. Cancelling stops the answer with the text so far, and still ends it."""
        answering = asyncio.create_task(self._answer(agent))
        keeping = asyncio.create_task(self._keep(answering))
        status: Status = "complete"
        failure: TurnFailed | None = None
        try:
            await answering
        except asyncio.CancelledError:
            status = "interrupted"
            failure = TurnFailed(
                "turn_interrupted", "The answer was stopped before its end. What there is, is kept."
            )
            self._patience = CLOSING_PATIENCE
        except Exception as error:
            status, failure = "failed", _failure(error)
        finally:
            answering.cancel()
            keeping.cancel()
        await self._uncancelled(asyncio.create_task(self._end(status, failure)))

    async def _uncancelled(self, ending: asyncio.Task[None]) -> None:
        """Whoever cancels us now hurries the end, but does not prevent it."""
        while not ending.done():
            try:
                await asyncio.shield(ending)
            except asyncio.CancelledError:
                self._patience = CLOSING_PATIENCE

    async def _answer(self, agent: Callable[[], Awaitable[Answerer]]) -> None:
        begun = self.begun
        history = partial(
            messages.read_history,
            user=begun.user,
            session_id=begun.session_id,
            before=begun.question_id,
            limit=MOST_MESSAGES,
        )
        stored = await self._database.run(history)
        async for text, usage in (await agent()).answer(begun.question, stored, self):
            if text:
                self._say(text)
            for name, tokens in (usage or {}).items():
                self._usage[name] = self._usage.get(name, 0) + tokens
        if not self._length:
            raise TurnFailed("assistant_silent", "The model answered with nothing. Ask again.")

    def _say(self, text: str) -> None:
        """Add to the answer; what is said after a tool call begins a new paragraph."""
        text = storable(text)
        if self._length + len(text) > LONGEST_ANSWER:
            raise TurnFailed("assistant_too_long", "The answer grew too long and was stopped.")
        if self._new_paragraph and self._length:
            text = f"\n\n{text.lstrip()}"
        self._new_paragraph = False
        self._text.append(text)
        self._length += len(text)
        self.log.append(Token(text))

    @asynccontextmanager
    async def one_tool(self, call_id: str, name: str) -> AsyncIterator[None]:
        """Wait for the tool before, and tell the readers that this one has started."""
        async with self._in_tool:
            self._tool_calls += 1
            if self._tool_calls > MOST_TOOL_CALLS:
                raise TurnFailed("assistant_going_round", "The assistant went round in circles.")
            self._new_paragraph = True
            label = storable(name).replace("_", " ")[:100]
            self.log.append(ToolProgress(call_id, storable(name)[:100], "started", label, []))
            yield

    async def call_tool(
        self,
        run: Callable[[Connection, Any, Any, Author], Any],
        call_id: str,
        name: str,
        arguments: BaseModel,
    ) -> str:
        """Call a tool as this turn's user in one transaction; what was called before is not again.

        Raises the KitchenErrors of its service.
        """
        user, message_id = self.begun.user, self.begun.message_id

        def work(connection: Connection) -> tuple[Step, list[UUID]]:
            step = messages.begin_step(connection, user, message_id, call_id)
            if step is None:
                outcome = run(connection, user, arguments, Author("assistant", message_id, call_id))
                given = arguments.model_dump(mode="json", exclude_defaults=True)
                step = self._step(
                    call_id,
                    name,
                    given,
                    "finished",
                    outcome.text,
                    outcome.summary,
                    link=outcome.link,
                )
                messages.record_step(connection, user, message_id, step)
            return step, messages.changes_of(connection, user, message_id, call_id)

        step, changes = await self._patiently(work)
        self._report(step, changes)
        return step.result

    async def tool_failed(
        self, call_id: str, name: str, arguments: dict[str, Any], reason: str, summary: str
    ) -> None:
        """Store and tell that a tool call came to nothing: `reason` is for the model."""
        step = self._step(call_id, name, arguments, "failed", reason, summary)
        record = partial(
            messages.record_step,
            user=self.begun.user,
            message_id=self.begun.message_id,
            step=step,
        )
        await self._patiently(record)
        self._report(step, [])

    def _step(
        self,
        call_id: str,
        name: str,
        arguments: dict[str, Any],
        status: StepStatus,
        result: str,
        summary: str,
        *,
        link: str | None = None,
    ) -> Step:
        return Step(
            call_id=call_id,
            name=storable(name)[:100],
            arguments=storable_json(arguments),
            status=status,
            summary=storable(summary)[:500],
            result=storable(result)[:LONGEST_RESULT],
            position=self._length,
            link=link,
        )

    def _report(self, step: Step, changes: list[UUID]) -> None:
        self.log.append(
            ToolProgress(step.call_id, step.name, step.status, step.summary, changes, step.link)
        )

    async def _keep(self, answering: asyncio.Task[None]) -> None:
        """Store the text so far; stop answering when the answer has been deleted."""
        begun, beat = self.begun, 0
        while True:
            await asyncio.sleep(CHECKPOINT_EVERY)
            beat += 1
            if self._length == self._kept_length and beat % HEARTBEAT_EVERY:
                continue
            content, length = "".join(self._text), self._length
            keep = partial(
                chat.checkpoint, user=begun.user, message_id=begun.message_id, content=content
            )
            try:
                wanted = await self._database.run(keep)
            except Exception as error:
                log.warning("text not kept yet", kind=type(error).__name__)
                continue
            self._kept_length = length
            if not wanted:
                answering.cancel()

    async def _end(self, status: Status, failure: TurnFailed | None) -> None:
        """Store the answer, then tell the readers that it is done, whatever happens."""
        try:
            await self._store(status, failure)
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
            chat.end_turn,
            user=self.begun.user,
            message_id=self.begun.message_id,
            content="".join(self._text),
            status=status,
            error={"code": failure.code, "detail": failure.detail} if failure else None,
            usage=self._usage or None,
        )
        await self._patiently(end)

    async def _patiently(self, work: Callable[[Connection], T]) -> T:
        """Do it as soon as the database is there; DatabaseUnavailable when patience runs out.

        Only for what may be done twice: of a commit the answer may be what got lost.
        """
        started = asyncio.get_running_loop().time()
        while True:
            try:
                return await self._database.run(work)
            except DatabaseUnavailable:
                if asyncio.get_running_loop().time() - started > self._patience:
                    raise
                await asyncio.sleep(RETRY_EVERY)


def _failure(error: Exception) -> TurnFailed:
    if isinstance(error, TurnFailed):
        return error
    if isinstance(error, DatabaseUnavailable):
        return TurnFailed(error.code, error.detail)
    log.error("turn failed", exc_info=error)
    return TurnFailed("assistant_failed", "The assistant could not answer. Ask again.")
