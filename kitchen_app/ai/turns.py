"""The running turns of this process. A turn belongs to the server, not to whoever asked."""

import asyncio
from typing import TYPE_CHECKING

from kitchen_app.ai.register import TurnRegister
from kitchen_app.ai.turn import Turn
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.services.chat import BegunTurn

if TYPE_CHECKING:
    from kitchen_app.ai.agent import Agent


class Turns(TurnRegister):
    """Starts turns and keeps them running until each has ended, whoever reads along."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__()
        self._database = database
        self._settings = settings
        self._loading: asyncio.Task[Agent] | None = None
        self._running: set[asyncio.Task[None]] = set()

    def start(self, begun: BegunTurn) -> Turn:
        """Answer a stored question in a task of its own; read along in `Turn.log`."""
        turn = Turn(begun, self._database)
        task = asyncio.create_task(turn.run(self.agent))
        self._running.add(task)
        self.add(turn)
        task.add_done_callback(lambda done: self._ended(turn, done))
        return turn

    def _ended(self, turn: Turn, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self.end(turn)

    async def agent(self) -> "Agent":
        """Loaded once, on a thread: langchain takes a second that nobody else should wait for."""
        if self._loading is None or (self._loading.done() and self._loading.exception()):
            self._loading = asyncio.create_task(asyncio.to_thread(_load_agent, self._settings))
        return await asyncio.shield(self._loading)

    async def close(self) -> None:
        """Stop answering; each turn stores the text it has."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self.forget_ended()


def _load_agent(settings: Settings) -> "Agent":
    from kitchen_app.ai.agent import Agent
    from kitchen_app.ai.llm import build_model

    return Agent(build_model(settings))
