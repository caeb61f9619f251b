"""A turn that one tab began is there to read for every tab of the same cook."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from kitchen_app.ai.turns import Turns
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatSend, Done, TurnError, TurnStarted
from kitchen_app.services.asking import begin_turn
from kitchen_app.services.turns import BegunTurn
from tests.factories import Cook

OFFLINE = Settings.model_construct(openai_api_key=None, openai_base_url=None)
PATIENCE = 20.0
LONG_AGO = text("UPDATE messages SET heartbeat_at = now() - interval '1 hour' WHERE user_id = :u")


async def read_along(turns: Turns, user_id: UUID, session_id: UUID) -> list[object]:
    """Wait for the turn as another tab does, and read it to its end."""
    turn = await turns.next_turn(user_id, session_id, after=None, patience=PATIENCE)
    assert turn is not None
    return [event async for _, batch in turn.log.tail() for event in batch]


async def begin(database: Database, cook: Cook) -> BegunTurn:
    user = UserRead(id=cook.id, username=cook.username, created_at=datetime.now(UTC))
    return await database.run(lambda c: begin_turn(c, user, ChatSend(message="Got 12 eggs")))


def test_tabs_that_wait_watch_and_come_late_read_the_same_answer(
    cook: Cook, database_url: str
) -> None:
    async def ask() -> None:
        database = Database(database_url)
        turns = Turns(database, OFFLINE)
        begun = await begin(database, cook)
        user = begun.user
        before = turns.news(user.id)
        waiting = asyncio.create_task(read_along(turns, user.id, begun.session_id))
        turn = turns.start(begun)
        assert turns.running(user.id, begun.session_id) is turn
        assert turns.running(new_id(), begun.session_id) is None
        assert await turns.changed(user.id, since=before, patience=PATIENCE)
        events = await waiting
        assert isinstance(events[0], TurnStarted)
        assert events[-1] == Done()
        assert turns.running(user.id, begun.session_id) is None
        assert await read_along(turns, user.id, begun.session_id) == events
        await turns.close()
        assert not await turns.next_turn(user.id, begun.session_id, after=None, patience=0)
        await database.close()

    asyncio.run(ask())
    assert cook.names("/ingredients") == ["eggs"]


def test_who_joins_between_the_question_and_its_turn_waits_for_it(
    cook: Cook, database_url: str
) -> None:
    """As one who sends the same request again may: the turn is stored before it starts."""

    async def join() -> None:
        database = Database(database_url)
        turns = Turns(database, OFFLINE)
        begun = await begin(database, cook)
        joining = asyncio.create_task(turns.log_of(begun))
        await database.run(lambda _connection: None)
        await database.run(lambda _connection: None)
        assert not joining.done()
        turn = turns.start(begun)
        assert await joining is turn.log
        await turns.close()
        await database.close()

    asyncio.run(join())


def test_who_joins_a_turn_that_never_started_is_told_so_in_the_end(
    cook: Cook, database_url: str
) -> None:
    async def join() -> list[object]:
        database = Database(database_url)
        begun = await begin(database, cook)
        await database.run(lambda connection: connection.execute(LONG_AGO, {"u": cook.id}))
        log = await Turns(database, OFFLINE).log_of(begun)
        await database.close()
        return [event async for _, batch in log.tail() for event in batch]

    *_, error, done = asyncio.run(join())
    assert isinstance(error, TurnError)
    assert (error.code, done) == ("turn_interrupted", Done())
