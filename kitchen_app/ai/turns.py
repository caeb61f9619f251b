"""The turns of this process. A turn belongs to the server, not to whoever asked."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from kitchen_app.ai.events import EventLog
from kitchen_app.ai.keeper import Keeper
from kitchen_app.ai.register import TurnRegister
from kitchen_app.ai.replay import replay
from kitchen_app.ai.turn import Turn
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.schemas.health import RedisStatus
from kitchen_app.services import following
from kitchen_app.services.turns import BegunTurn

STOP_PATIENCE = 3.0  # seconds
CLOSING_PATIENCE = 5.0  # … for all turns to be stored, when we are to stop
STILL = 1.5  # … in which none was: then none will be
START_PATIENCE = 1.0  # … until it is looked again whether the turn will ever start

if TYPE_CHECKING:
    from kitchen_app.ai.agent import Agent


class Turns(TurnRegister):
    """Starts turns and keeps them running until each has ended, whoever reads along."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__()
        self._database = database
        self._settings = settings
        self._keeper = Keeper(database)
        self._loading: asyncio.Task[Agent] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self.closing = False

    def start(self, begun: BegunTurn) -> Turn:
        """Answer a stored question in a task of its own; read along in `Turn.log`."""
        turn = Turn(begun, self._database)
        task = asyncio.create_task(turn.run(self.agent))
        self._running.add(task)
        if self.closing:
            asyncio.get_running_loop().call_soon(task.cancel)  # when it has begun
        self.add(turn)
        self._keeper.watch(begun.message_id, turn)
        task.add_done_callback(lambda done: self._ended(turn, done))
        return turn

    async def log_of(self, begun: BegunTurn) -> EventLog:
        """The event log of a turn, whether it runs or has ended; MessageNotFound where deleted.

        Waits for one that is stored and has not started yet.
        """
        user_id = begun.user.id
        while True:
            since = self.news(user_id)
            if turn := self.find(user_id, begun.message_id):
                return turn.log
            message = await self._database.run(partial(following.read_answer, begun=begun))
            if message.status != "streaming":
                return EventLog.of(replay(begun.session_id, message))
            await self.changed(user_id, since=since, patience=START_PATIENCE)

    async def stop(self, begun: BegunTurn) -> None:
        """Stop the turn, and wait for a moment until its answer is stored."""
        if turn := self.find(begun.user.id, begun.message_id):
            turn.stop()
            await turn.log.closing(STOP_PATIENCE)

    def nudge(self, user_id: UUID, message_id: UUID) -> None:
        """The cook has decided on something that this turn proposed."""
        if turn := self.find(user_id, message_id):
            turn.steps.nudge()

    def _ended(self, turn: Turn, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._keeper.leave(turn.begun.message_id)
        self.end(turn)

    async def redis(self) -> RedisStatus:
        """Whether the way to other processes is open; "off" where there are none."""
        return "off"

    async def agent(self) -> "Agent":
        """Loaded once, on a thread: langchain takes a second that nobody else should wait for."""
        if self._loading is None or (self._loading.done() and self._loading.exception()):
            self._loading = asyncio.create_task(asyncio.to_thread(_load_agent, self._settings))
        return await asyncio.shield(self._loading)

    async def close(self) -> None:
        """Stop answering; each turn stores the text it has.

        Those that cannot are left as a process that dies leaves them. Once is enough.
        """
        if self.closing:
            return
        self.closing = True
        for task in self._running:
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_PATIENCE):
                await self._ending()
        self.forget_ended()

    async def _ending(self) -> None:
        left = set(self._running)
        while left:
            first = asyncio.FIRST_COMPLETED
            ended, left = await asyncio.wait(left, timeout=STILL, return_when=first)
            if not ended:
                return


def _load_agent(settings: Settings) -> "Agent":
    from kitchen_app.ai.agent import Agent
    from kitchen_app.ai.llm import build_model

    return Agent(build_model(settings))
