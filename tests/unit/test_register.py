"""Who comes late, waits, or opens a second tab finds the turn; nobody else does, and it goes."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from kitchen_app.ai import register
from kitchen_app.ai.register import Told, TurnRegister
from kitchen_app.ai.turn import Turn
from kitchen_app.database import Database
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import Done
from kitchen_app.services.turns import BegunTurn

NOWHERE = Database("postgresql+psycopg2://nobody@127.0.0.1:1/nothing")  # no turn here runs
PATIENCE = 20.0
AT_ONCE = 0.0
ASKER, STRANGER, SESSION = new_id(), new_id(), new_id()

Tested = Callable[[], Coroutine[Any, Any, None]]


def run(test: Tested) -> Callable[[], None]:
    """The test on an event loop of its own."""

    def on_a_loop() -> None:
        asyncio.run(test())

    on_a_loop.__name__, on_a_loop.__doc__ = test.__name__, test.__doc__
    return on_a_loop


def begin(turns: TurnRegister, *, user: UUID = ASKER, session: UUID = SESSION) -> Turn:
    cook = UserRead(id=user, username="cook", created_at=datetime.now(UTC))
    turn = Turn(BegunTurn(cook, session, new_id(), new_id(), "What is there?"), NOWHERE)
    turns.add(turn)
    return turn


def end(turns: TurnRegister, turn: Turn) -> None:
    turn.log.append(Done())
    turn.log.close()
    turns.end(turn)


def left(turns: TurnRegister) -> int:
    """How many things the register holds."""
    return sum(len(kept) for kept in vars(turns).values() if isinstance(kept, dict))


async def until(true: Callable[[], object]) -> None:
    """Let the event loop go round until it is true; pytest's timeout ends what never is."""
    while not true():  # noqa: ASYNC110 (what it waits for must not know that it is waited for)
        await asyncio.sleep(0)


async def others_wait() -> None:
    """Once round the loop: every task there is gets to where it waits."""
    await asyncio.sleep(0)


def waiter(
    turns: TurnRegister, *, user: UUID = ASKER, session: UUID = SESSION, after: UUID | None = None
) -> asyncio.Task[Told | None]:
    waits = turns.next_turn(user, session, after=after, patience=PATIENCE)
    return asyncio.create_task(waits)


@run
async def test_everyone_who_waits_gets_the_turn_that_starts() -> None:
    turns = TurnRegister()
    first, second = waiter(turns), waiter(turns)
    await others_wait()
    turn = begin(turns)
    assert [await first, await second] == [turn, turn]
    assert turns.running(ASKER, SESSION) is turn


@run
async def test_a_turn_that_ended_before_anyone_looked_is_found_with_its_whole_log() -> None:
    turns = TurnRegister()
    turn = begin(turns)
    end(turns, turn)
    assert turns.running(ASKER, SESSION) is None
    found = await turns.next_turn(ASKER, SESSION, after=None, patience=AT_ONCE)
    assert found is turn
    assert [len(batch) async for _, batch in found.log.tail()] == [2]


@run
async def test_turns_come_one_by_one_oldest_first() -> None:
    turns = TurnRegister()
    first, second = begin(turns), begin(turns)
    end(turns, second)
    end(turns, first)
    seen: UUID | None = None
    for turn in (first, second):
        assert await turns.next_turn(ASKER, SESSION, after=seen, patience=AT_ONCE) is turn
        seen = turn.begun.message_id
    assert await turns.next_turn(ASKER, SESSION, after=seen, patience=AT_ONCE) is None


@run
async def test_a_waiter_sleeps_through_the_end_of_the_turn_it_knows() -> None:
    turns = TurnRegister()
    known = begin(turns)
    task = waiter(turns, after=known.begun.message_id)
    await others_wait()
    end(turns, known)
    begin(turns, session=new_id())
    later = begin(turns)
    assert await task is later


@run
async def test_nobody_finds_another_cooks_turn() -> None:
    turns = TurnRegister()
    begin(turns, user=STRANGER)
    assert turns.running(ASKER, SESSION) is None
    assert await turns.next_turn(ASKER, SESSION, after=None, patience=AT_ONCE) is None
    assert turns.news(ASKER) == 0
    assert not await turns.changed(ASKER, since=0, patience=AT_ONCE)


@run
async def test_nobody_is_woken_by_another_cooks_turn() -> None:
    turns = TurnRegister()
    task = waiter(turns)
    await others_wait()
    end(turns, begin(turns, user=STRANGER))
    mine = begin(turns)
    assert await task is mine


@run
async def test_a_start_and_an_end_are_news_even_while_nobody_waits() -> None:
    turns = TurnRegister()
    before = turns.news(ASKER)
    turn = begin(turns)
    assert await turns.changed(ASKER, since=before, patience=AT_ONCE)
    started = turns.news(ASKER)
    assert not await turns.changed(ASKER, since=started, patience=AT_ONCE)
    task = asyncio.create_task(turns.changed(ASKER, since=started, patience=PATIENCE))
    await others_wait()
    end(turns, turn)
    assert await task


@run
async def test_who_stops_waiting_leaves_nothing_behind() -> None:
    turns = TurnRegister()
    tasks = [waiter(turns) for _ in range(100)]
    await others_wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await turns.next_turn(ASKER, SESSION, after=None, patience=0.001) is None
    assert left(turns) == 0


@run
async def test_a_turn_that_ended_is_forgotten_after_its_time() -> None:
    turns = TurnRegister(keep_for=0)
    ended, running = begin(turns), begin(turns)
    end(turns, ended)
    await until(lambda: left(turns) == 2)  # the user with the running turn, and their news
    assert await turns.next_turn(ASKER, SESSION, after=None, patience=AT_ONCE) is running


@run
async def test_nothing_is_left_of_a_thousand_turns_nobody_read() -> None:
    turns = TurnRegister(keep_for=0)
    for _ in range(1000):
        end(turns, begin(turns, user=new_id()))
    await until(lambda: not left(turns))
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Turn)]


@run
async def test_too_many_ended_turns_push_out_the_oldest() -> None:
    turns = TurnRegister()
    running = begin(turns)
    made = [begin(turns) for _ in range(register.MOST_KEPT_OF_ONE + 5)]
    for turn in made:
        end(turns, turn)
    after = running.begun.message_id
    assert await turns.next_turn(ASKER, SESSION, after=after, patience=AT_ONCE) is made[5]
    for _ in range(register.MOST_KEPT):
        end(turns, begin(turns, user=new_id()))
    assert await turns.next_turn(ASKER, SESSION, after=after, patience=AT_ONCE) is None
    assert turns.running(ASKER, SESSION) is running
    turns.forget_ended()
    assert left(turns) == 2


@pytest.mark.parametrize("patience", [AT_ONCE, 0.001])
def test_patience_ends(patience: float) -> None:
    waits = TurnRegister().next_turn(ASKER, SESSION, after=None, patience=patience)
    assert asyncio.run(waits) is None
