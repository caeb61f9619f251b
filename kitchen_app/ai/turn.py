"""One turn: it answers, keeps what it has at least every second, and ends what it began."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any, Literal

import structlog
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain_core.messages import AIMessageChunk, ToolMessage
from langgraph.errors import GraphRecursionError
from pydantic import BaseModel
from sqlmodel import Session

from kitchen_app.ai.agent import Agent
from kitchen_app.ai.events import EventLog
from kitchen_app.ai.history import MOST_MESSAGES, build_history
from kitchen_app.ai.prompts import system_prompt
from kitchen_app.ai.tools.base import Run, ToolAnswer
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable, KitchenError, TurnFailed
from kitchen_app.schemas.chat import Done, Status, Token, ToolProgress, TurnError, TurnStarted
from kitchen_app.schemas.text import storable, storable_json
from kitchen_app.services import chat, messages
from kitchen_app.services.chat import BegunTurn
from kitchen_app.services.journal import Author
from kitchen_app.services.messages import Step, StepStatus

log = structlog.get_logger(__name__)

CHECKPOINT_EVERY = 1.0  # seconds
HEARTBEAT_EVERY = 5  # checkpoints, while no text comes
MOST_TOOL_CALLS = 50
LONGEST_RESULT = 20_000  # characters
PATIENCE_WITH_DATABASE = 60.0  # seconds to get the answer stored

Ending = Literal["complete", "stopped", "failed", "interrupted"]


class Turn:
    """`log` is for readers; the rest is the turn's own."""

    def __init__(self, begun: BegunTurn, database: Database, agent: Agent) -> None:
        self.begun = begun
        self.log = EventLog()
        self._database = database
        self._agent = agent
        self._text: list[str] = []
        self._length = 0
        self._kept_length = 0
        self._steps = 0
        self._paragraph_ended = False
        self._in_tool = asyncio.Lock()
        self._usage: dict[str, int] = {}
        self.log.append(TurnStarted(begun.session_id, begun.message_id))

    async def run(self) -> None:
        """Answer and end. Cancelling stops the answer with the text so far, and still ends it."""
        answering = asyncio.create_task(self._answer())
        keeping = asyncio.create_task(self._keep(answering))
        status: Ending = "complete"
        failure: TurnFailed | None = None
        try:
            await answering
        except asyncio.CancelledError:
            status = "interrupted"
        except Exception as error:
            status, failure = "failed", _failure(error)
        finally:
            answering.cancel()
            keeping.cancel()
        await self._end(status, failure)

    async def _answer(self) -> None:
        begun = self.begun
        stored = await self._database.run(
            lambda session: messages.read_history(
                session, begun.user, begun.session_id, before=begun.message_id, limit=MOST_MESSAGES
            )
        )
        history = build_history(stored[:-1], begun.question)
        prompt = system_prompt(date.today())  # noqa: DTZ011 (the cook's day is the server's)
        async for chunk in self._agent.stream(prompt, history, self):
            self._take(chunk)
        if not self._length:
            raise TurnFailed("assistant_silent", "The model answered with nothing. Ask again.")

    def _take(self, chunk: AIMessageChunk) -> None:
        text = chunk.content if isinstance(chunk.content, str) else chunk.text
        if text:
            self._say(text)
        if chunk.usage_metadata:
            for name in ("input_tokens", "output_tokens"):
                self._usage[name] = self._usage.get(name, 0) + chunk.usage_metadata[name]

    def _say(self, text: str) -> None:
        """Add to the answer; what is said after a tool call begins a new paragraph."""
        if self._paragraph_ended and self._length:
            text = f"\n\n{text.lstrip()}"
        self._paragraph_ended = False
        self._text.append(text)
        self._length += len(text)
        self.log.append(Token(text))

    async def watch_tool(
        self,
        call_id: str,
        name: str,
        arguments: dict[str, Any],
        work: Callable[[], Awaitable[ToolAnswer]],
    ) -> ToolAnswer:
        """Run a tool after those before it, tell the readers, and answer its failure in words."""
        async with self._in_tool:
            self._steps += 1
            self._paragraph_ended = True
            self.log.append(ToolProgress(call_id, name, "started", name.replace("_", " "), []))
            answer = await self._attempt(call_id, name, work)
            if isinstance(answer, ToolMessage) and answer.status == "error":
                step = self._step(call_id, name, arguments, "failed", str(answer.content))
                await self._database.run(
                    lambda s: messages.record_step(s, self.begun.user, self.begun.message_id, step)
                )
                self._report(step, [])
            return answer

    async def _attempt(
        self, call_id: str, name: str, work: Callable[[], Awaitable[ToolAnswer]]
    ) -> ToolAnswer:
        try:
            if self._steps > MOST_TOOL_CALLS:
                raise TurnFailed("too_many_tools", "Too many tool calls in one answer. Finish now.")
            return await work()
        except KitchenError as error:
            reason = error.detail
        except Exception:
            log.exception("tool failed", tool=name)
            reason = "That did not work, and nothing was changed."
        return ToolMessage(reason, name=name, tool_call_id=call_id, status="error")

    async def call_tool(self, run: Run, call_id: str, name: str, arguments: BaseModel) -> str:
        """Call a tool as this turn's user in one transaction; what was called before is not again.

        Raises the KitchenErrors of its service.
        """
        user, message_id = self.begun.user, self.begun.message_id

        def work(session: Session) -> tuple[Step, list[Any]]:
            step = messages.find_step(session, user, message_id, call_id)
            if step is None:
                outcome = run(session, user, arguments, Author("assistant", message_id, call_id))
                given = arguments.model_dump(mode="json", exclude_unset=True)
                step = self._step(call_id, name, given, "finished", outcome.text, outcome.summary)
                messages.record_step(session, user, message_id, step)
            return step, messages.changes_of(session, user, message_id, call_id)

        step, changes = await self._database.run(work)
        self._report(step, changes)
        return step.result

    def _step(
        self,
        call_id: str,
        name: str,
        arguments: dict[str, Any],
        status: StepStatus,
        result: str,
        summary: str | None = None,
    ) -> Step:
        return Step(
            call_id,
            storable(name)[:100],
            storable_json(arguments),
            status,
            storable(summary or result)[:500],
            storable(result)[:LONGEST_RESULT],
            self._length,
        )

    def _report(self, step: Step, changes: list[Any]) -> None:
        self.log.append(ToolProgress(step.call_id, step.name, step.status, step.summary, changes))

    async def _keep(self, answering: asyncio.Task[None]) -> None:
        """Store the text so far; stop answering when the answer has been deleted."""
        begun, beat = self.begun, 0
        while True:
            await asyncio.sleep(CHECKPOINT_EVERY)
            beat += 1
            if self._length == self._kept_length and beat % HEARTBEAT_EVERY:
                continue
            content, self._kept_length = "".join(self._text), self._length
            keep = partial(
                chat.checkpoint, user=begun.user, message_id=begun.message_id, content=content
            )
            try:
                wanted = await self._database.run(keep)
            except DatabaseUnavailable:
                continue
            if not wanted:
                answering.cancel()

    async def _end(self, status: Status, failure: TurnFailed | None) -> None:
        """Store the answer, then tell the readers that it is done."""
        error = {"code": failure.code, "detail": failure.detail} if failure else None
        try:
            async with asyncio.timeout(PATIENCE_WITH_DATABASE):
                await self._store(status, error)
        except (TimeoutError, KitchenError):
            log.error("answer not stored", message_id=str(self.begun.message_id))
            failure = TurnFailed("answer_not_stored", "The answer could not be stored.")
        if failure:
            self.log.append(TurnError(failure.code, failure.detail))
        self.log.append(Done())
        self.log.close()

    async def _store(self, status: Status, error: dict[str, str] | None) -> None:
        begun, content = self.begun, "".join(self._text)
        while True:
            try:
                return await self._database.run(
                    lambda session: chat.end_turn(
                        session,
                        begun.user,
                        begun.message_id,
                        content=content,
                        status=status,
                        error=error,
                        usage=self._usage or None,
                    )
                )
            except DatabaseUnavailable:
                await asyncio.sleep(CHECKPOINT_EVERY)


def _failure(error: Exception) -> TurnFailed:
    if isinstance(error, TurnFailed):
        return error
    if isinstance(error, ModelCallLimitExceededError | GraphRecursionError):
        return TurnFailed(
            "assistant_going_round", "The assistant went round in circles. Ask for less."
        )
    if isinstance(error, DatabaseUnavailable):
        return TurnFailed(error.code, error.detail)
    log.error("turn failed", exc_info=error)
    return TurnFailed("assistant_failed", "The assistant could not answer. Ask again.")
