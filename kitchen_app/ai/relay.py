"""The way to the kitchen's other processes: events by Redis Streams, signals by pub/sub.

All of it may get lost, and nothing depends on it: half a second later what was said is in the
database as well, and whoever waits for a signal looks there now and then.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from kitchen_app.ai.parcels import Parcel, pack, unpack

PATIENCE = 2.0  # seconds, for an answer
QUIET = 10.0  # seconds without a signal: then it is asked whether it is still there
MOST_KEPT = 1_000  # parcels of a turn: half a minute at least
KEEP_FOR = 300  # seconds
RENEW_EVERY = 500  # characters, because it costs half of what a parcel costs
CHANNEL = "kitchen:signals"
ASKED = "kitchen:asked"
SENT_BEFORE = "equal or smaller"  # what XADD says of a parcel whose receipt got lost


class RelayAway(Exception):
    """Redis does not answer, or refuses."""


@dataclass(frozen=True)
class Signal:
    """`news`: a turn of this user began or ended. `stop`: this turn is to. `decided`: so has the
    cook, on what it proposed."""

    what: Literal["news", "stop", "decided"]
    user_id: UUID
    message_id: UUID | None = None
    sender: UUID | None = None  # a process


_SIGNAL = TypeAdapter(Signal)


class Relay:
    """This process's connections to Redis. Everything raises RelayAway, and nothing waits long."""

    def __init__(self, url: str) -> None:
        self._name = uuid4()
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),  # a connection that was idle may be cut
        )

    async def send(self, parcels: Mapping[UUID, Parcel], signals: Sequence[Signal]) -> None:
        """The next parcels of these messages' turns, then the signals. May be done twice."""
        pipeline = self._redis.pipeline(transaction=False)
        for message_id, parcel in parcels.items():
            fields = {"begins": parcel.begins, "events": pack(parcel.events)}
            place, key = f"{parcel.ends}-0", _key(message_id)
            pipeline.xadd(key, fields, id=place, maxlen=MOST_KEPT, approximate=True)
            if parcel.is_mark(RENEW_EVERY):
                pipeline.expire(key, KEEP_FOR)
        for signal in signals:
            pipeline.publish(CHANNEL, _SIGNAL.dump_json(replace(signal, sender=self._name)))
        with _away():
            for result in await pipeline.execute(raise_on_error=False):
                if isinstance(result, RedisError) and SENT_BEFORE not in str(result):
                    await self._redis.connection_pool.disconnect()  # maybe no longer the primary
                    raise result

    async def read(self, places: Mapping[UUID, int]) -> dict[UUID, list[Parcel]]:
        """What was sent of these messages' turns, from these places on."""
        streams = {_key(message_id): f"{place}-0" for message_id, place in places.items()}
        with _away():
            found = dict(await self._redis.xread(streams))
            return {
                message_id: [_parcel(*entry) for entry in found.get(_key(message_id).encode(), ())]
                for message_id in places
            }

    async def signals(self) -> AsyncIterator[Signal]:
        """What the others signal, for as long as Redis is there."""
        with _away():
            async with self._redis.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                async for data in _messages(channel):
                    signal = _SIGNAL.validate_json(data)
                    if signal.sender != self._name:
                        yield signal

    async def answers(self) -> bool:
        """Whether Redis is there, and takes anything: full, or read-only, it would still pong."""
        try:
            with _away():
                await self._redis.set(ASKED, b"", ex=KEEP_FOR)
        except RelayAway:
            return False
        return True

    async def close(self) -> None:
        await self._redis.aclose()


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (RedisError, ValueError, KeyError) as error:  # the last two: another version's events
        raise RelayAway(type(error).__name__) from None


async def _messages(channel: PubSub) -> AsyncIterator[bytes]:
    """A connection may be gone without a word: the second silence after a ping ends it."""
    asked = False
    while True:
        message = await channel.get_message(timeout=QUIET)
        if message is None:
            if asked:
                return
            await channel.ping()
        asked = message is None
        if message and message["type"] == "message":
            yield message["data"]


def _key(message_id: UUID) -> str:
    return f"kitchen:turn:{message_id}"


def _parcel(place: bytes, fields: Mapping[bytes, bytes]) -> Parcel:
    ends = int(place.partition(b"-")[0])
    return Parcel(int(fields[b"begins"]), ends, unpack(fields[b"events"]))
