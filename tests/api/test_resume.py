"""Who comes back to a running answer reads on where they were; nobody slows it, nobody misses any.

What an answer that has ended is told like is in test_replay.py.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from urllib.parse import urlsplit
from uuid import uuid4

import psutil  # type: ignore[import-untyped]
import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, check_refused, until
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.servers import ApiServer
from tests.sse import Answer, Event, read_events, spelled

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
NO_SUCH = Call("read_recipe", {"recipe": "Unicorn pie"})
MEGABYTE = 1024 * 1024


def place_of(event: Event) -> int:
    return int(str(event.id).rpartition(":")[2])


def read_until(events: Iterator[Event], last: str) -> list[Event]:
    """Events up to the token that ends with these words."""
    read: list[Event] = []
    for event in events:
        read.append(event)
        if event.name is None and event.data.get("token", "").endswith(last):
            return read
    raise AssertionError(f"Nobody said {last!r}.")


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


@pytest.fixture
def held(cook: Cook, model: FakeModel) -> Iterator[tuple[Answer, Gate]]:
    """An answer that waits after "First "."""
    gate = Gate()
    with cook.asking(model.script(say("First ", gate, "and last.")).question()) as events:
        yield Answer([next(events), next(events)]), gate
        gate.open()
        assert list(events)[-1].data == {"done": True}


NO_IDS = [
    *("x", ":", "1", "-1", "None", "x:1", ":1", "{id}", "{id}:", "{id}:x", "{id}:-1", "{id}:+1"),
    *("{id}:1.0", "{id}:1e3", "{id}: 1", "{id}:1:1", "{id}:0x1", "{id}:1_0", "1:{id}"),
    *("{id}:1000000000", f"{{id}}:{10**30}", f"{{id}}:{'9' * 5_000}", "{id}:\xb2", "{id}:\u0661"),
    *("\xff\xfe", "\u00e9", "%00", "' OR 1=1 --", "00000000-0000-0000-0000-000000000000:1"),
]


@pytest.mark.parametrize("last", NO_IDS)
@pytest.mark.parametrize("running", [True, False])
def test_an_id_that_is_none_is_refused_whether_or_not_a_turn_runs(
    cook: Cook, model: FakeModel, last: str, running: bool
) -> None:
    gate = Gate()
    with cook.asking(model.script(say("First ", gate, "and last.")).question()) as events:
        answer = Answer([next(events)])
        if not running:
            gate.open()
            answer.events += events
        wrong = last.format(id=answer.message_id).encode()
        path = f"/chat/sessions/{answer.session_id}/stream"
        refused = cook.get(path, headers={b"Last-Event-ID": wrong})
        check_refused(refused, 422, "invalid_event_id")
        gate.open()


def test_an_empty_id_is_none_at_all(cook: Cook, held: tuple[Answer, Gate]) -> None:
    answer, gate = held
    path = f"/chat/sessions/{answer.session_id}/stream"
    with cook.stream("GET", path, headers={"Last-Event-ID": ""}) as response:
        gate.open()
        assert spelled(read_events(response.iter_raw()))[: len("1First ")] == spelled(answer.events)


@pytest.mark.parametrize("place", [1_000, 999_999_999])
def test_one_who_claims_to_have_read_ahead_hears_the_end(
    cook: Cook, held: tuple[Answer, Gate], place: int
) -> None:
    answer, gate = held
    with cook.joining(answer.session_id, f"{answer.message_id}:{place}") as events:
        gate.open()
        assert [event.data for event in events] == [{"done": True}]


def test_the_ids_of_others_are_refused(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, model: FakeModel, held: tuple[Answer, Gate]
) -> None:
    """Of the cook's question, of their other session, of other people's, of nobody's."""
    session_id = held[0].session_id
    others = [
        cook.session(session_id)["messages"][0]["id"],
        cook.ask(model.script(say("Other.")).question()).message_id,
        new_cook().ask(model.script(say("Theirs.")).question()).message_id,
        stranger.session(stranger.session_id)["messages"][-1]["id"],
        session_id,
        str(uuid4()),
    ]
    for message_id in others:
        headers = {"Last-Event-ID": f"{message_id}:3"}
        refused = cook.get(f"/chat/sessions/{session_id}/stream", headers=headers)
        check_refused(refused, 422, "invalid_event_id")


def test_nothing_runs_where_nothing_was_asked(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("Done.")).question())
    ended = cook.get(f"/chat/sessions/{answer.session_id}/stream")
    assert (ended.status_code, ended.content) == (204, b"")


def test_a_stranger_cannot_read_along(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, held: tuple[Answer, Gate]
) -> None:
    answer, _ = held
    for other in (new_cook(), stranger):
        for headers in ({}, {"Last-Event-ID": str(answer.events[-1].id)}):
            refused = other.get(f"/chat/sessions/{answer.session_id}/stream", headers=headers)
            check_refused(refused, 404, "session_not_found")
    check_refused(cook.get(f"/chat/sessions/{uuid4()}/stream"), 404, "session_not_found")


def test_the_rest_of_one_answer_comes_before_the_next_ones(cook: Cook, model: FakeModel) -> None:
    """Who was away while an answer ended and another began reads the first to its end."""
    first = cook.ask(model.script(say("One ", "two.")).question())
    gate = Gate()
    with cook.asking(model.script(say("Three", gate)).question(), first.session_id) as events:
        second = [next(events), next(events)]
        rest = cook.join(first.session_id, first.events[1].id)
        assert rest.events == first.events[2:]
        with cook.joining(first.session_id, first.events[-1].id) as joined:
            assert [next(joined), next(joined)] == second
            gate.open()
            assert list(joined) == list(events)
