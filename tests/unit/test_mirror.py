"""What another process is told of a turn is what the turn told."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.ai.events import EventLog, joined, size
from kitchen_app.ai.mirrors import Mirror
from kitchen_app.ai.parcels import ForeignParcel, pack, unpack
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatEvent, Done, Token, ToolProgress, TurnError, TurnStarted
from kitchen_app.services.turns import BegunTurn

COOK = UserRead(id=new_id(), username="cook", created_at=datetime.now(UTC))
BEGUN = BegunTurn(COOK, new_id(), new_id(), new_id(), "What is there?")
TEXTS = st.text(min_size=1, max_size=30)
TOOLS = st.builds(
    ToolProgress,
    id=TEXTS,
    name=TEXTS,
    status=st.sampled_from(["started", "finished", "failed", "proposed", "declined"]),
    summary=TEXTS,
    change_ids=st.lists(st.uuids(), max_size=2),
    link=st.none() | TEXTS,
)
ERRORS = st.builds(TurnError, code=TEXTS, detail=TEXTS, lost=st.sampled_from([0, 1_000]))
TOLD = st.builds(
    lambda said, end: [TurnStarted(BEGUN.session_id, BEGUN.message_id), *said, *end, Done()],
    st.lists(st.builds(Token, token=TEXTS) | TOOLS, max_size=40),
    st.lists(ERRORS, max_size=1),
)


async def whole(log: EventLog) -> list[ChatEvent]:
    assert log.closed
    return [*joined([event async for _, batch in log.tail() for event in batch])]


@given(TOLD, st.lists(st.tuples(st.integers(0), st.integers(1, 5)), max_size=30))
def test_a_mirror_that_was_given_everything_once_is_the_same(
    told: list[ChatEvent], parcels: list[tuple[int, int]]
) -> None:
    """Whatever came twice, in other pieces, or before what it follows on."""

    async def test() -> None:
        log, mirror = EventLog.of(told), Mirror(BEGUN)
        for where, count in parcels:
            place, knew = where % (mirror.ends + 3), mirror.ends
            parcel = unpack(pack(log.since(place)[0][:count]))
            ends = place + sum(map(size, parcel))
            assert mirror.take(place, parcel) == (place <= knew)
            assert mirror.ends == (max(knew, ends) if place <= knew else knew)
        mirror.take(0, told)
        assert await whole(mirror) == await whole(log)

    asyncio.run(test())


@given(TOLD)
def test_a_parcel_holds_what_was_packed(told: list[ChatEvent]) -> None:
    assert unpack(pack(told)) == [*joined(told)]


@pytest.mark.parametrize(
    "packed", ['[["Song", {}]]', "[[]]", '[["Done"]]', "?", "7", '[["TurnError", {}]]']
)
def test_a_parcel_of_another_version_is_refused(packed: str) -> None:
    with pytest.raises(ForeignParcel):
        unpack(packed)
