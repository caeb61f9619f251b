"""Who comes back to a running answer reads on where they were; nobody slows it, nobody misses any.

What an answer that has ended is told like is in test_replay.py.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]

from tests.factories import Cook, until
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.servers import ApiServer
from tests.sse import Answer, Event, read_events, read_until, spelled

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
NO_SUCH = Call("read_recipe", {"recipe": "Unicorn pie"})
MEGABYTE = 1024 * 1024


def test_a_running_answer_is_gone_on_with_from_any_place(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(
        call(EGGS, NO_SUCH, before="Let me 🍅 see."),
        say("Añadido ", "米米 so…", gate, " and ", "then."),
    )
    with ExitStack() as open_streams:
        live = open_streams.enter_context(cook.asking(script.question()))
        read = read_until(live, "…")
        answer = Answer(read)
        so_far = spelled(read)
        joined = {
            place: open_streams.enter_context(
                cook.joining(answer.session_id, f"{answer.message_id}:{place}")
            )
            for place in range(len(so_far) + 1)
        }
        joined[0] = open_streams.enter_context(cook.joining(answer.session_id))
        caught_up = {
            place: read_until(events, "…") if place < len(so_far) else []
            for place, events in joined.items()
        }
        for place, caught in caught_up.items():
            assert spelled(caught) == so_far[place:]
        gate.open()
        rest = list(live)
        for place, events in joined.items():
            assert spelled([*caught_up[place], *events]) == spelled([*read, *rest])[place:]
    assert (
        answer.text + "".join(e.data.get("token", "") for e in rest)
        == (cook.last_message(answer.session_id)["content"])
    )


Here = Callable[[], None]  # to be called when the first event has come
Reader = Callable[[Cook, str, Here], list[Event]]


def byte_by_byte(cook: Cook, session_id: str, here: Here) -> list[Event]:
    with cook.stream("GET", f"/chat/sessions/{session_id}/stream") as response:
        return whole(read_events(response.iter_raw(chunk_size=1)), here)


def in_one_go(cook: Cook, session_id: str, here: Here) -> list[Event]:
    with cook.joining(session_id) as events:
        return whole(events, here)


def whole(events: Iterator[Event], here: Here) -> list[Event]:
    first = next(events)
    here()
    return [first, *events]


def reconnecting(every: int) -> Reader:
    """Hangs up after so many events, and comes back with the last one's id."""

    def read(cook: Cook, session_id: str, here: Here) -> list[Event]:
        got: list[Event] = []
        while not got or got[-1].data != {"done": True}:
            after = str(got[-1].id) if got else None
            with cook.joining(session_id, after) as events:
                got += [event for _, event in zip(range(every), events, strict=False)]
            here()
        return got

    return read


READERS: list[Reader] = [
    in_one_go,
    byte_by_byte,
    *(reconnecting(every) for every in (1, 2, 3, 7, 20)),
]


def test_ten_readers_at_their_own_speeds_read_the_same(cook: Cook, model: FakeModel) -> None:
    """Some are there from the beginning, some come when half is said, one just before the end."""
    half, nearly = Gate(), Gate()
    pieces = [f"{number} 🍅 \u2028" for number in range(300)]
    script = model.script(
        call(EGGS, before="So: "), say(*pieces[:150], half, *pieces[150:], nearly, "The end.")
    )
    with cook.asking(script.question()) as live, ThreadPoolExecutor(10) as pool:
        read = [next(live)]
        session_id = read[0].data["session_id"]

        def join(*readers: Reader) -> list[Future[list[Event]]]:
            """Each has begun to read when this returns."""
            here = [threading.Event() for _ in readers]
            joined = [
                pool.submit(reader, cook, session_id, one.set)
                for reader, one in zip(readers, here, strict=True)
            ]
            assert all(one.wait(20) for one in here)
            return joined

        readers = join(*READERS)
        assert half.reached.wait(20)
        readers += join(*READERS[1:3])
        half.open()
        assert nearly.reached.wait(20)
        readers += join(byte_by_byte)
        nearly.open()
        told = spelled([*read, *live])
        assert [spelled(reader.result(60)) for reader in readers] == [told] * 10
    assert (
        "".join(str(letter) for _, name, letter in told[:-1] if name is None)
        == (cook.last_message(session_id)["content"])
    )


def stalled(cook: Cook, session_id: str) -> socket.socket:
    """A client that asks for the running answer and never reads a byte of it."""
    address = urlsplit(cook.server.url)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((address.hostname, address.port))
    lines = (
        f"GET /chat/sessions/{session_id}/stream HTTP/1.1",
        f"Host: {address.netloc}",
        f"Authorization: Bearer {cook.token}",
        "Connection: close",
    )
    client.sendall("\r\n".join((*lines, "", "")).encode())
    return client


def test_who_never_reads_slows_nobody_and_costs_little(
    cook: Cook, model: FakeModel, server: ApiServer
) -> None:
    gate = Gate()
    pieces = ["🍅" * 100] * 1_999
    script = model.script(say("So: ", gate, *pieces), say("Fine."))
    process = psutil.Process(server.process.pid)
    with ExitStack() as room, cook.asking(script.question()) as events:
        session_id = next(events).data["session_id"]
        for _ in range(20):
            room.enter_context(closing(stalled(cook, session_id)))
        with cook.joining(session_id) as beside:
            until(lambda: len(process.net_connections()) >= 22)
            before = process.memory_info().rss
            gate.open()
            text = Answer(list(beside)).text
        assert Answer(list(events)).text == text == "So: " + "".join(pieces)
        grown = process.memory_info().rss - before
        assert cook.ask(script.question(), session_id).text == "Fine."
    assert grown < 50 * MEGABYTE, f"{grown / MEGABYTE:.0f} MB for 20 who do not read 0.8 MB each"


def test_one_who_stalled_reads_on_when_all_is_over(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    pieces = ["🍅" * 100] * 1_000
    script = model.script(say("So: ", gate, *pieces))
    with cook.asking(script.question()) as events:
        session_id = next(events).data["session_id"]
        with closing(stalled(cook, session_id)) as client:
            gate.open()
            told = list(events)
            client.settimeout(30)
            read = b"".join(iter(lambda: client.recv(65_536), b""))
    assert read.count("🍅".encode()) == 100_000
    assert f'data: {{"done":true}}\nid: {told[-1].id}'.encode() in read
