"""Around the app: it says when it is ready, and nobody who stays on the line keeps it from closing.

The server waits for every open request before it lets the app close its own things. A chat page or
a stream would hold it for ever.
"""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any, NoReturn

from kitchen_app.errors import KitchenError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

GRACE = 3.0  # seconds for requests to end by themselves; websockets get none
PATIENCE = 8  # seconds until we leave, whatever still hangs


def announcing(app: App, ready: str) -> App:
    """The app, saying `ready` when it is, or in one line why it cannot start."""

    async def announced(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            return await app(scope, receive, send)

        async def tell(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                print(ready, flush=True)  # noqa: T201

        try:
            await app(scope, receive, tell)
        except KitchenError as error:
            print(f"Kitchen cannot start: {error}", file=sys.stderr)  # noqa: T201
            raise

    return announced


def draining(app: App, stops: tuple[signal.Signals, ...]) -> App:
    """The app, ending its requests when one of these signals comes; beside the server's handlers.

    asyncio calls its handlers by way of a pipe, whatever Python's handler for the signal is: so
    there is room for one of ours.
    """
    websockets: set[asyncio.Task[Any]] = set()
    requests: set[asyncio.Task[Any]] = set()

    async def drain() -> None:
        _cancel(websockets)
        if requests:
            await asyncio.wait(requests, timeout=GRACE)
            _cancel(requests)

    def begin(loop: asyncio.AbstractEventLoop, *_: object) -> None:
        signal.alarm(PATIENCE)
        loop.call_soon_threadsafe(lambda: draining_now.append(loop.create_task(drain())))

    draining_now: list[asyncio.Task[None]] = []

    async def drained(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            signal.signal(signal.SIGALRM, _give_up)
            for stop in stops:
                signal.signal(stop, partial(begin, asyncio.get_running_loop()))
            return await app(scope, receive, send)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 (granian runs each request in one)
        open_tasks = websockets if scope["type"] == "websocket" else requests
        open_tasks.add(task)
        try:
            await app(scope, receive, send)
        finally:
            open_tasks.discard(task)

    return drained


def _cancel(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tuple(tasks):
        task.cancel()


def _give_up(_signal: int, _frame: object) -> NoReturn:
    sys.exit(1)
