"""The tools of one turn: run one after the other, stored, and told to the readers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Call, Deed, perform
from kitchen_app.ai.events import EventLog
from kitchen_app.ai.patience import PatientDatabase
from kitchen_app.ai.proposals import decide, propose
from kitchen_app.ai.replay import started
from kitchen_app.ai.said import Said
from kitchen_app.errors import AlreadyDecided, Conflict, StepNotFound, TurnFailed
from kitchen_app.schemas.chat import Decision, ToolProgress
from kitchen_app.schemas.text import storable
from kitchen_app.services import messages
from kitchen_app.services.messages import Step
from kitchen_app.services.turns import BegunTurn

T = TypeVar("T")

MOST_TOOL_CALLS = 50
CUT_OFF = "The answer ended before this was done. Nothing was changed."
LOOK_AGAIN = 5.0  # seconds: a decision that another process took may not have been told
WAIT_FOR_WORD = 3_600.0  # seconds


class Steps:
    def __init__(
        self, begun: BegunTurn, database: PatientDatabase, said: Said, log: EventLog
    ) -> None:
        self._begun = begun
        self._database = database
        self._said = said
        self._log = log
        self._calls = 0
        self._one_at_a_time = asyncio.Lock()
        self._finished = False
        self._at_work: set[asyncio.Task[Any]] = set()
        self._untold: tuple[Call, str] | None = None  # it has started, and not ended
        self._asking: Call | None = None
        self._nudged = asyncio.Event()

    @asynccontextmanager
    async def one_tool(self, call_id: str, name: str) -> AsyncIterator[None]:
        """Wait for the tool before, and tell the readers that this one has started."""
        async with self._one_at_a_time:
            self._calls += 1
            if self._calls > MOST_TOOL_CALLS or self._finished:
                raise TurnFailed("assistant_going_round", "The assistant went round in circles.")
            self._said.begin_paragraph()
            name = storable(name)[:100]
            self._untold = self._call(call_id), name
            self._log.append(ToolProgress(call_id, name, "started", started(name), []))
            yield

    async def call_tool(self, deed: Deed, call_id: str, arguments: BaseModel) -> str:
        """Do it in one transaction; what was called before is not again. What the model is told.

        Where the cook wants to be asked first, waits for their word. Raises the KitchenErrors of
        its service.
        """
        call, asks = self._call(call_id), deed.writes and self._begun.asks_first
        work = partial(propose if asks else perform, call=call, deed=deed, arguments=arguments)
        step = await self._whole(self._store(call, work))
        if step.status == "proposed":
            step = await self._word_on(call)
        return step.result

    async def tool_failed(
        self, call_id: str, name: str, arguments: dict[str, Any], reason: str, summary: str
    ) -> None:
        """Store and tell that a tool call came to nothing: `reason` is for the model."""
        call = self._call(call_id)
        step = call.step(name, arguments, "failed", reason, summary)
        await self._whole(self._store(call, lambda _connection: step))

    def nudge(self) -> None:
        """The cook may have said something."""
        self._nudged.set()

    async def finish(self) -> None:
        """Let what is being done be done: it may be committed already. The rest has failed, and
        nothing else begins."""
        self._finished = True
        await asyncio.gather(*self._at_work, return_exceptions=True)
        if self._untold:
            call, name = self._untold
            with suppress(Conflict):  # the answer was deleted
                step = call.step(name, {}, "failed", CUT_OFF, CUT_OFF)
                await self._store(call, lambda _connection: step)

    async def close(self) -> None:
        """The answer is stored: tell what became of what the cook was asked, if anything has."""
        if self._asking:
            with suppress(StepNotFound):  # the answer was deleted
                step, changes = await self._find(self._asking)
                if step.status != "proposed":
                    self._report(self._asking, step, changes)

    def _call(self, call_id: str) -> Call:
        return Call(self._begun.user, self._begun.message_id, call_id, self._said.length)

    async def _store(self, call: Call, work: Callable[[Connection], Step]) -> Step:
        def once(connection: Connection) -> tuple[Step, list[UUID]]:
            step = messages.begin_step(connection, call.user, call.message_id, call.id)
            if step is None:
                step = work(connection)
                messages.record_step(connection, call.user, call.message_id, step)
            return step, messages.changes_of(connection, call.user, call.message_id, call.id)

        step, changes = await self._database.run(once)
        self._report(call, step, changes)
        return step

    async def _word_on(self, call: Call) -> Step:
        """Wait until the cook has decided; they have an hour."""
        deadline = asyncio.get_running_loop().time() + WAIT_FOR_WORD
        while True:
            self._nudged.clear()
            step, changes = await self._find(call)
            if step.status != "proposed":
                self._report(call, step, changes)
                return step
            if asyncio.get_running_loop().time() > deadline:
                await self._give_up(call)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await self._nudged.wait()

    async def _find(self, call: Call) -> tuple[Step, list[UUID]]:
        def find(connection: Connection) -> tuple[Step, list[UUID]]:
            of_call = (connection, call.user, call.message_id, call.id)
            return messages.find_step(*of_call), messages.changes_of(*of_call)

        return await self._database.run(find)

    async def _give_up(self, call: Call) -> None:
        no = Decision(step=call.id, approve=False)
        say = partial(decide, user=call.user, message_id=call.message_id, decision=no)
        with suppress(AlreadyDecided):
            await self._database.run(say)
        self.nudge()

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Whoever cancels us now does not keep what is done from being told."""
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    def _report(self, call: Call, step: Step, changes: list[UUID]) -> None:
        self._untold = None
        self._asking = call if step.status == "proposed" else None
        self._log.append(
            ToolProgress(step.call_id, step.name, step.status, step.summary, changes, step.link)
        )
