"""The pages of every process show the turns of all of them."""

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial

import pytest

from kitchen_app.ai.events import EventLog, size
from kitchen_app.ai.relay import Signal
from kitchen_app.ai.shared import SharedTurns
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.errors import SessionNotFound
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatEvent, ChatSend, Done
from kitchen_app.services.turns import BegunTurn, begin_turn
from tests.api.conftest import Stranger
from tests.factories import Cook
from tests.kitchens import free_port
from tests.proxies import tls_proxy
from tests.valkeys import valkey

OFFLINE = Settings.model_construct(openai_api_key=None, openai_base_url=None)
PATIENCE = 20.0  # seconds
Tested = Callable[[SharedTurns, SharedTurns, BegunTurn], Awaitable[None]]


def with_two_processes(
    cook: Cook, database_url: str, test: Tested, *, redis_url: str | None = None
) -> None:
    """Call it with the turns of both, and one that is to be started."""

    async def run(redis_url: str) -> None:
        async with AsyncExitStack() as opened:
            databases = [Database(database_url) for _ in range(2)]
            here, there = (SharedTurns(one, OFFLINE, redis_url) for one in databases)
            for closing in (*(one.close for one in databases), here.close, there.close):
                opened.push_async_callback(closing)
            user = UserRead(id=cook.id, username=cook.username, created_at=datetime.now(UTC))
            begin = partial(begin_turn, user=user, data=ChatSend(message="Got 12 eggs"))
            await test(here, there, await databases[0].run(begin))

    with valkey() as redis:
        asyncio.run(run(redis_url or redis.url))


async def whole(log: EventLog) -> list[ChatEvent]:
    return [event async for _, batch in log.tail() for event in batch]


def test_a_tab_at_another_process_waits_for_a_turn_and_reads_it(
    cook: Cook, database_url: str
) -> None:
    async def test(here: SharedTurns, there: SharedTurns, begun: BegunTurn) -> None:
        user_id, session_id = begun.user.id, begun.session_id
        turn = here.start(begun)
        found = await there.next_turn(user_id, session_id, after=None, patience=PATIENCE)
        assert found
        assert found.begun.message_id == begun.message_id
        assert (found.begun.question, found.begun.question_id) == ("Got 12 eggs", begun.question_id)
        assert (await whole(found.log))[-1] == Done()
        assert found.log.ends == turn.log.ends
        waits = there.next_turn(user_id, session_id, after=begun.message_id, patience=0.2)
        assert await waits is None

    with_two_processes(cook, database_url, test)


def test_turns_that_ended_before_anyone_looked_are_found_one_by_one(
    cook: Cook, database_url: str
) -> None:
    async def test(here: SharedTurns, there: SharedTurns, begun: BegunTurn) -> None:
        user_id, session_id, last = begun.user.id, begun.session_id, None
        first = await whole(here.start(begun).log)
        data = ChatSend(message="Thanks", session_id=session_id)
        again = await here._database.run(partial(begin_turn, user=begun.user, data=data))
        second = await whole(here.start(again).log)
        for turn, told in ((begun, first), (again, second)):
            found = await there.next_turn(user_id, session_id, after=last, patience=PATIENCE)
            assert found
            assert found.begun.message_id == turn.message_id
            assert (found.log.closed, found.log.ends) == (True, sum(map(size, told)))
            last = turn.message_id

    with_two_processes(cook, database_url, test)


def test_what_is_answering_is_known_everywhere_until_it_has_ended(
    cook: Cook, stranger: Stranger, database_url: str
) -> None:
    async def test(here: SharedTurns, there: SharedTurns, begun: BegunTurn) -> None:
        answering = await there.answering(begun.user.id, begun.session_id)
        assert answering
        assert answering.message_id == begun.message_id
        with pytest.raises(SessionNotFound):
            await there.answering(stranger.id, begun.session_id)
        await whole(here.start(begun).log)
        assert await there.answering(begun.user.id, begun.session_id) is None

    with_two_processes(cook, database_url, test)


def test_who_looks_whenever_there_are_news_sees_the_end(cook: Cook, database_url: str) -> None:
    async def test(here: SharedTurns, there: SharedTurns, begun: BegunTurn) -> None:
        await both_listen(here, there)
        user_id, looks = begun.user.id, 0
        while await there.answering(user_id, begun.session_id):
            since, looks = there.news(user_id), looks + 1
            if looks == 1:
                here.start(begun)
            assert await there.changed(user_id, since=since, patience=PATIENCE)
        assert looks
        assert there.news(new_id()) == 0

    with_two_processes(cook, database_url, test)


async def both_listen(*processes: SharedTurns) -> None:
    """Each has heard the others: a signal sent before is lost."""
    nobody = new_id()
    for one in processes:
        for other in processes:
            while one is not other and not other.news(nobody):
                one._publisher.signal(Signal("news", nobody))
                await other.changed(nobody, since=0, patience=0.05)


def test_a_log_that_nobody_reads_any_more_goes_while_its_turn_runs(
    cook: Cook, database_url: str
) -> None:
    async def test(_here: SharedTurns, there: SharedTurns, begun: BegunTurn) -> None:
        logs = [await there.log_of(begun) for _ in range(2)]
        assert logs[0] is logs[1]
        log = weakref.ref(logs.pop())
        logs.clear()
        async with asyncio.timeout(PATIENCE):
            while log():
                gc.collect()
                await asyncio.sleep(0)

    with_two_processes(cook, database_url, test)


def test_processes_reach_redis_over_tls(cook: Cook, database_url: str) -> None:
    async def test(here: SharedTurns, there: SharedTurns, _begun: BegunTurn) -> None:
        assert [await one.redis() for one in (here, there)] == ["ok", "ok"]
        await both_listen(here, there)

    port = free_port()
    with valkey(port=port), tls_proxy(port, name="localhost") as tls_port:
        url = f"rediss://127.0.0.1:{tls_port}?ssl_cert_reqs=none&ssl_check_hostname=false"
        with_two_processes(cook, database_url, test, redis_url=url)
