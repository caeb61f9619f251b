"""The tools of a turn that has ended."""

import asyncio
from datetime import UTC, datetime

import pytest

from kitchen_app.ai.turn import Turn
from kitchen_app.database import Database
from kitchen_app.errors import TurnFailed
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.turns import BegunTurn

NOWHERE = Database("postgresql+psycopg2://nobody@127.0.0.1:1/nothing")


def test_a_tool_that_waited_for_another_does_not_begin_after_the_end() -> None:
    """Of tools called at once, one may fail in a way that ends the turn; the others still wait."""

    async def end() -> None:
        cook = UserRead(id=new_id(), username="cook", created_at=datetime.now(UTC))
        turn = Turn(BegunTurn(cook, new_id(), new_id(), new_id(), "What is there?"), NOWHERE)
        told = turn.log.ends
        await turn.steps.finish()
        with pytest.raises(TurnFailed):
            async with turn.steps.one_tool("call_1", "use_up"):
                raise AssertionError("It began.")
        assert turn.log.ends == told

    asyncio.run(end())
