"""Windows slide, say truly when to come back, and are forgotten before they fill the memory."""

import asyncio
import time
from contextlib import ExitStack
from ipaddress import IPv4Address
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kitchen_app.config import Settings
from kitchen_app.errors import TooManySignIns, TooOften
from kitchen_app.services.limits import MOST_HASHED, MOST_KEPT, Limits

HOME = "192.0.2.1"
INSTANT = 0.001  # seconds: of a clock of today floats are not sharper than some millionths


def limits(rates: str) -> Limits:
    return Limits(Settings(signup_limit=rates, login_limit=rates))


async def wait_at(moment: float, limits: Limits) -> int:
    """In how many seconds whoever comes at that moment may come again; 0 where they are let in."""
    with patch.object(time, "time", lambda: moment):
        try:
            await limits.count_sign_up(HOME)
        except TooOften as error:
            return error.retry_after
    return 0


@given(st.lists(st.floats(0, 5) | st.floats(0, 70), min_size=6, max_size=30))
def test_who_comes_back_when_told_gets_in_and_not_much_sooner(gaps: list[float]) -> None:
    asyncio.run(_come_and_go(limits("5/minute"), gaps))


async def _come_and_go(limits: Limits, gaps: list[float]) -> None:
    now, let_in = 1_800_000_000.0, []
    for gap in gaps:
        now += gap
        if wait := await wait_at(now, limits):
            assert 1 <= wait <= 61
            assert wait == 1 or await wait_at(now + wait - 1 - INSTANT, limits)
            now += wait + INSTANT
            assert not await wait_at(now, limits)
        let_in.append(now)
        assert len([moment for moment in let_in if moment > now - 60]) <= 2 * 5


def test_more_addresses_than_can_be_kept_push_out_the_oldest_of_their_own_kind() -> None:
    asyncio.run(_come_from_everywhere(limits("1/day")))


async def _come_from_everywhere(limits: Limits) -> None:
    async def come(first: int, last: int) -> None:
        for address in range(first, last + 1):
            await limits.count_sign_up(str(IPv4Address(address)))

    await limits.count_login(HOME)
    await come(1, MOST_KEPT)
    with pytest.raises(TooOften):
        await come(1, 1)
    await come(MOST_KEPT + 1, MOST_KEPT + 10)
    await come(1, 1)
    for still_kept in (limits.count_login(HOME), come(MOST_KEPT, MOST_KEPT)):
        with pytest.raises(TooOften):
            await still_kept


def test_no_crowd_of_sign_ins_waits_for_minutes() -> None:
    limited = limits("1/day")
    with ExitStack() as crowd:
        for _ in range(MOST_HASHED):
            crowd.enter_context(limited.hashing())
        with pytest.raises(TooManySignIns), limited.hashing():
            pass
    with limited.hashing():
        pass


@pytest.mark.parametrize("url", ["redis://host", "rediss://me:secret@host/2", "unix:///socket"])
def test_any_redis_will_do(url: str) -> None:
    asyncio.run(Limits(Settings(redis_url=url)).close())


@pytest.mark.parametrize("text", ["", "many", "0/minute", "-1/hour", "5/minute;x"])
def test_a_limit_that_is_none_is_refused_at_start(text: str) -> None:
    with pytest.raises(ValidationError):
        Settings(login_limit=text)


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ("1/hour", "At most 1 sign-up an hour from one address. Try again in"),
        ("1/2 days", "At most 1 sign-up in 2 days from one address. Try again in"),
    ],
)
def test_the_limit_is_told_in_words(rates: str, words: str) -> None:
    async def twice() -> None:
        limited = limits(rates)
        await limited.count_sign_up(HOME)
        with pytest.raises(TooOften) as refused:
            await limited.count_sign_up(HOME)
        assert refused.value.detail.startswith(words)

    asyncio.run(twice())
