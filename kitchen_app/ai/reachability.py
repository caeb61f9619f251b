"""Whether the model can be reached: its server is asked for its models, twice a minute at most."""

import asyncio
from collections.abc import Awaitable, Callable

from kitchen_app.config import Settings
from kitchen_app.errors import TurnFailed
from kitchen_app.schemas.health import AssistantStatus

PATIENCE = 5.0  # seconds
FRESH_FOR = 30.0  # seconds

OFFLINE = AssistantStatus(
    state="offline", model=None, detail="The built-in offline cook answers. No model is set up."
)


class Reachability:
    """What the last look found, and a new look when that is old."""

    def __init__(
        self, settings: Settings, *, patience: float = PATIENCE, fresh_for: float = FRESH_FOR
    ) -> None:
        self._settings = settings
        self._patience = patience
        self._fresh_for = fresh_for
        self._found = OFFLINE
        self._fresh_until = float("-inf")
        self._looking = asyncio.Lock()

    async def status(self) -> AssistantStatus:
        """Never raises, and never has the key in its words."""
        if self._settings.assistant == "offline":
            return OFFLINE
        async with self._looking:
            clock = asyncio.get_running_loop().time
            if clock() >= self._fresh_until:
                self._found = await self._look()
                self._fresh_until = clock() + self._fresh_for
            return self._found

    async def _look(self) -> AssistantStatus:
        model = self._settings.openai_model
        try:
            ask = await asyncio.to_thread(_load)
            await ask(self._settings, self._patience)
        except TurnFailed as failure:
            return AssistantStatus(state="unreachable", model=model, detail=failure.detail)
        return AssistantStatus(state="reachable", model=model, detail=f"{model} can be reached.")


def _load() -> Callable[[Settings, float], Awaitable[None]]:
    """On a thread: openai takes a second to load, where no turn has loaded it yet."""
    from kitchen_app.ai.openai_model import look_for_model

    return look_for_model
