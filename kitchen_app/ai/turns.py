"""The running turns of this process. A turn belongs to the server, not to whoever asked."""

import asyncio

from kitchen_app.ai.agent import Agent
from kitchen_app.ai.llm import build_model
from kitchen_app.ai.turn import Turn
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.services.chat import BegunTurn


class Turns:
    """Starts turns and keeps them running until each has ended, whoever reads along."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._agent: Agent | None = None
        self._running: set[asyncio.Task[None]] = set()

    def start(self, begun: BegunTurn) -> Turn:
        """Answer a stored question in a task of its own; read along in `Turn.log`."""
        turn = Turn(begun, self._database)
        task = asyncio.create_task(turn.run(self._ready_agent))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return turn

    async def close(self) -> None:
        """Stop answering; each turn stores the text it has."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _ready_agent(self) -> Agent:
        if self._agent is None:
            self._agent = Agent(build_model(self._settings))
        return self._agent
