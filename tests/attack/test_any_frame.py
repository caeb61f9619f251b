"""The websocket, sent whatever frames chance thinks of: nobody notices, and no error is told."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import event, example, given, seed
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from websockets import Origin
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from kitchen_app.security import COOKIE
from tests.attack import handlers
from tests.attack.forms import TYPED, form
from tests.attack.fuzzing import SECONDS, SEED, tried
from tests.attack.handlers import DEEP, HOSTILE, Handler, plain
from tests.factories import Cook, make_cook
from tests.web.sockets import BOOT, LOAD, LOOK, tab
from tests.web.visits import WebKitchen

SILENCE = 0.03  # seconds, after which what was sent has been answered, or will not be
TOLD = ("Traceback", 'File "', "Error(", "Exception", "reflex_base", "site-packages")
LOGGED = ("Traceback", '"level": "error"', "failed", "not handled", "never retrieved")

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(SECONDS + 300)]

numbers = st.one_of(
    st.integers(), st.integers(2**53, 2**2000), st.floats(), st.sampled_from([10**400, -(10**400)])
)
texts = st.text(st.characters(), max_size=40)  # with half characters
values: SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts, st.sampled_from(HOSTILE)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=4), st.dictionaries(texts, inside, max_size=4)
    ),
    max_leaves=12,
)
every = handlers.every()
names = st.sampled_from([one.name for one in every])
arguments = st.sampled_from(
    sorted({name for one in every for name in one.hints} | {"hashes", "info", "vars"})
)
forms = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(st.just(fitting), texts, values) for name, fitting in form(TYPED).items()
    },
)
payloads = st.one_of(values, st.dictionaries(st.one_of(arguments, texts), values, max_size=4))
places = st.one_of(
    values,
    st.fixed_dictionaries(
        {},
        optional={
            "pathname": st.one_of(st.sampled_from(["/chat", "/cookbook/x", "/pantry"]), values),
            "asPath": st.one_of(st.sampled_from(["/chat", "//x", "http://["]), texts, values),
            "query": st.one_of(st.dictionaries(texts, texts, max_size=3), values),
            "headers": values,
            "token": values,
            "ip": texts,
        },
    ),
)


def rightly_called(one: Handler) -> SearchStrategy[Any]:
    """An event with all arguments of a handler, a form where it takes one, and nothing else."""
    given = {name: forms if plain(hint) is dict else values for name, hint in one.hints.items()}
    return st.fixed_dictionaries(
        {"name": st.just(one.name), "payload": st.fixed_dictionaries(given)},
        optional={"router_data": places},
    )


any_events = st.fixed_dictionaries(
    {"name": st.one_of(names, st.sampled_from([BOOT, LOAD, LOOK]), texts, values)},
    optional={"payload": payloads, "router_data": places, "token": values, "x": values},
)
events = st.one_of(any_events, st.sampled_from(every).flatmap(rightly_called))


def as_json(value: Any) -> str:
    return json.dumps(value)


def framed(value: Any) -> str:
    """As a page sends an event."""
    return f"42/_event,{as_json(['event', value])}"


def called(name: str, given: list[Any]) -> str:
    """An event of Socket.IO by any name, with any number of arguments."""
    return f"42/_event,{as_json([name, *given])}"


def packet(engine: str, kind: str, space: str, number: str, body: str) -> str:
    """An Engine.IO packet with a Socket.IO one in it, or nearly."""
    return f"{engine}{kind}{space}{number}{body}"


packets = st.builds(
    packet,
    st.sampled_from([*list("0123456789bx"), ""]),
    st.sampled_from(["0", "1", "2", "3", "4", "5", "51-", "6", "599999999999-", ""]),
    st.sampled_from(["/_event,", "/,", "/other,", "/_event?a=b,", "/_event", ""]),
    st.sampled_from(["", "0", "7", "9" * 400]),
    st.one_of(values.map(as_json), events.map(lambda one: as_json(["event", one])), texts),
)
calls = st.builds(
    called,
    st.sampled_from(["connect", "disconnect", "event", "ping", "client_error", "message"]),
    st.lists(st.one_of(values, events), max_size=3),
)
frames = st.one_of(events.map(framed), calls, packets, texts, st.binary(max_size=60))


@dataclass(frozen=True)
class Visitor:
    """Somebody at the websocket, who may have a cookie."""

    kitchen: WebKitchen
    cook: Cook
    cookie: str

    def send(self, sent: list[str | bytes], *, signed_in: bool) -> str:
        """All that comes back until the kitchen is silent, or hangs up."""
        url = self.kitchen.url
        address = f"{url.replace('http', 'ws', 1)}/_event/?token={uuid4()}&EIO=4"
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if signed_in else {}
        heard = ""
        with (
            connect(
                f"{address}&transport=websocket", origin=Origin(url), additional_headers=headers
            ) as socket,
            suppress(ConnectionClosed, TimeoutError),
        ):
            socket.send("40/_event,{}")
            for frame in sent:
                socket.send(_sendable(frame))
            while True:
                heard += str(socket.recv(SILENCE))
        return heard


def _sendable(frame: str | bytes) -> str | bytes:
    return frame if isinstance(frame, bytes) else frame.encode(errors="replace").decode()


@pytest.fixture(scope="module")
def visitor(own_kitchen: WebKitchen) -> Iterator[Visitor]:
    with make_cook(own_kitchen, kind="page") as cook:
        yield Visitor(own_kitchen, cook, cook.post("/auth/cookie").cookies[COOKIE])


@seed(SEED)
@tried(60)
@example(sent=["7"], signed_in=False)
@example(sent=["x"], signed_in=False)
@example(sent=[""], signed_in=False)
@example(sent=["b!", b"\x04"], signed_in=False)
@example(sent=[f"4{DEEP * 9}"], signed_in=False)
@example(sent=[f"42/_event,{DEEP * 9}"], signed_in=False)
@given(sent=st.lists(frames, min_size=1, max_size=12), signed_in=st.booleans())
def test_any_frames_are_taken_and_no_error_is_told(
    visitor: Visitor, sent: list[str | bytes], signed_in: bool
) -> None:
    heard = visitor.send(sent, signed_in=signed_in)
    event("answered" if "delta" in heard else "not answered")
    assert not [word for word in TOLD if word in heard], heard


def test_a_page_still_works_and_nothing_was_logged(visitor: Visitor) -> None:
    """After all of the above."""
    with tab(visitor.kitchen.url, str(uuid4()), cookie=visitor.cookie, path="/pantry") as page:
        page.settle()
    visitor.cook.ok("GET", "/auth/me")
    assert visitor.kitchen.served.end() == 0
    lines = visitor.kitchen.served.said.splitlines()
    bad = [line for line in lines if any(word in line for word in LOGGED)]
    assert not bad, "\n".join(lines)
