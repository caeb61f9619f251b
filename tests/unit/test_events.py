"""The event log: whatever is appended and however it is read, every reader gets all of it once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.ai import events
from kitchen_app.ai.events import EventLog, size
from kitchen_app.schemas.chat import ChatEvent, Done, Token, ToolProgress, TurnError, TurnStarted

NOBODY = UUID(int=0)
FEW = 5  # loose events: so that a short log is joined many times over

tokens = st.builds(Token, st.text(min_size=1, max_size=9))
others = st.sampled_from(
    [
        TurnStarted(NOBODY, NOBODY),
        ToolProgress("call_1", "use_up", "started", "use up", []),
        ToolProgress("call_1", "use_up", "finished", "Used 2 eggs", [NOBODY], "/pantry"),
        TurnError("assistant_busy", "Try again."),
    ]
)
appended = st.lists(st.lists(st.one_of(tokens, tokens, others), max_size=7), max_size=25)
Batch = tuple[int, Sequence[ChatEvent]]


@pytest.fixture(autouse=True, scope="module")
def joined_early() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "LOOSE", FEW)
        patch.setattr(events, "LARGEST", 20)
        patch.setattr(events, "MOST_AT_ONCE", 3)
        yield


def spelled(batches: Sequence[Batch]) -> list[tuple[int, object]]:
    """Each event at its place, a token as its characters; every batch begins where it says."""
    found: list[tuple[int, object]] = []
    for place, batch in batches:
        for event in batch:
            parts = list(event.token) if isinstance(event, Token) else [event]
            found += enumerate(parts, place)
            place += size(event)
    return found


def whole(appends: Sequence[Sequence[ChatEvent]]) -> list[tuple[int, object]]:
    return spelled([(0, [event for batch in appends for event in batch])])


def filled(appends: Sequence[Sequence[ChatEvent]]) -> EventLog:
    log = EventLog()
    for batch in appends:
        log.append(*batch)
    log.close()
    return log


async def read(log: EventLog, after: int = 0) -> list[Batch]:
    return [batch async for batch in log.tail(after=after)]


@given(appended, st.data())
def test_from_any_place_on_the_rest_is_read(
    appends: list[list[ChatEvent]], data: st.DataObject
) -> None:
    log = filled(appends)
    after = data.draw(st.integers(0, log.ends))
    assert spelled(asyncio.run(read(log, after))) == whole(appends)[after:]


@given(appended, st.data())
def test_whoever_reads_while_it_grows_reads_the_same(
    appends: list[list[ChatEvent]], data: st.DataObject
) -> None:
    """Each of three readers takes as many batches as it likes between two appends."""

    async def grow() -> list[list[Batch]]:
        log, got = EventLog(), [list[Batch](), list[Batch](), list[Batch]()]
        tails = [log.tail(patience=60) for _ in got]
        for batch in appends:
            log.append(*batch)
            for tail, read_so_far in zip(tails, got, strict=True):
                await _take(log, tail, read_so_far, data.draw(st.integers(0, 3)))
        log.close()
        for tail, read_so_far in zip(tails, got, strict=True):
            read_so_far += [batch async for batch in tail]
        return got

    for got in asyncio.run(grow()):
        assert spelled(got) == whole(appends)


async def _take(log: EventLog, tail: AsyncIterator[Batch], got: list[Batch], most: int) -> None:
    """Batches that are there: none that would have to be waited for."""
    for _ in range(most):
        read_up_to = got[-1][0] + sum(map(size, got[-1][1])) if got else 0
        if read_up_to < log.ends:
            got.append(await anext(tail))


def test_a_log_holds_little_more_than_its_text() -> None:
    letters: list[ChatEvent] = [Token("x") for _ in range(200 * FEW)]
    held = [
        one for _, batch in asyncio.run(read(filled([[one] for one in letters]))) for one in batch
    ]
    assert len(held) == 200
    assert spelled([(0, held)]) == spelled([(0, letters)])


def test_all_who_wait_are_woken_and_leave_nothing_behind() -> None:
    async def wait() -> None:
        log = EventLog()
        readers = [asyncio.create_task(read(log)) for _ in range(3)]
        gone = asyncio.create_task(read(log))
        await asyncio.sleep(0)
        gone.cancel()
        log.append(Token("a"))
        await asyncio.sleep(0)
        log.append(Done())
        log.close()
        assert [spelled(await reader) for reader in readers] == [[(0, "a"), (1, Done())]] * 3
        assert vars(log)["_waiting"] == set()

    asyncio.run(wait())


def test_silence_is_told_of_and_ends_nothing() -> None:
    async def wait() -> list[Batch]:
        log = EventLog()
        tail = log.tail(patience=0.001)
        silence = [await anext(tail), await anext(tail)]
        log.append(Done())
        log.close()
        return [*silence, *[batch async for batch in tail]]

    assert asyncio.run(wait()) == [(0, ()), (0, ()), (0, [Done()])]


def test_one_who_claims_to_have_read_what_never_was_hears_the_end() -> None:
    log = filled([[Token("Hello."), Done()]])
    assert asyncio.run(read(log, 1_000)) == [(log.ends - 1, [Done()])]
