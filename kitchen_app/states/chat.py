"""`/chat`: the conversation that is shown, and the answer that is being written in it."""

import asyncio
import time
from contextlib import suppress
from copy import deepcopy
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any
from uuid import UUID

import reflex as rx

from kitchen_app.ai.register import Told
from kitchen_app.errors import NotFound, TooMuch, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.chat import ChatSend, MessageQuery, SessionPage
from kitchen_app.services import auth, chat, starters, turns
from kitchen_app.services.turns import BegunTurn
from kitchen_app.states import clock
from kitchen_app.states.answer import Answer
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.transcript import Reading, Row, message_row, question_row

PAGE = 30  # messages read at a time
PAST = tuple(f"past_{n}" for n in range(6))
CHUNK = 10  # messages in each of PAST, and at most in `recent`
WINDOW = CHUNK * len(PAST)  # messages of the past that are shown at once
FLUSH_EVERY = 0.125  # seconds
LOOK_AGAIN = 20.0  # seconds: whether the login stands, whether another process has answered


class Chat(CookState, rx.State):
    """`shown` is the session's id, "" for a new one; `address` the path that this was opened for.

    A var goes over the wire whole. So the messages lie in chunks: what is new joins the few
    `recent` ones, and these at times take the place of the oldest chunk of the past, whichever
    it is: the page sorts them by id. `has_later`: the window is not at the end.

    Each question that is sent counts on `accepted` or `declined`.
    """

    phase: str = "loading"  # then ready or missing
    away: str = ""
    address: str = ""
    shown: str = ""
    title: str = ""
    past_0: list[Row] = []
    past_1: list[Row] = []
    past_2: list[Row] = []
    past_3: list[Row] = []
    past_4: list[Row] = []
    past_5: list[Row] = []
    recent: list[Row] = []
    has_earlier: bool = False
    has_later: bool = False
    answering: bool = False
    accepted: int = 0
    declined: int = 0
    refused: str = ""
    refused_why: str = ""
    offline: bool = False
    starters: list[str] = []
    _moving: bool = False

    @handler
    async def open(self) -> None:
        """Show what the address says; again after every reconnect, to catch up."""
        self.offline = kitchen().settings.assistant == "offline"
        wanted: str = self.session_id  # type: ignore[attr-defined]  # of the address
        moved, self._moving = self._moving and wanted == self.shown, False
        if not moved:
            await self._open(wanted)
            self.declined += 1  # what was on its way when the page lost touch
        self.address = self.router.url.path.rstrip("/")

    async def _open(self, wanted: str) -> None:
        try:
            await (self._show(as_id(wanted)) if wanted else self._greet())
        except NotFound:
            await self._turn_to("", "missing")
        except Unavailable as error:
            await self._turn_to(wanted, "ready")
            self.away = error.detail

    @handler
    async def send(self, form: dict[str, Any]) -> Any:
        before = self.accepted
        try:
            return await self._ask(str(form.get("question", "")))
        finally:
            self.declined += self.accepted == before

    @handler
    async def ask(self, question: str) -> Any:
        """One that the page suggests: in a new chat, or again after it was refused."""
        if self.shown and question != self.refused:
            return None  # the second of two quick clicks
        return await self._ask(question)

    @handler
    async def retry(self, message_id: str) -> Any:
        """Ask again what this answer was to."""
        rows = self._rows()
        for question, answer in pairwise(rows):
            if answer["id"] == message_id and question["role"] == "user":
                return await self._ask(question["parts"][0]["text"])
        return None

    @handler
    async def show_earlier(self) -> None:
        """The page before; what no longer fits into the window leaves it at its end."""
        rows = self._rows()
        if not rows:
            return
        before = await self._read(as_id(self.shown), before=as_id(rows[0]["id"]))
        window = [*map(message_row, before.session.messages), *rows]
        self.has_earlier = before.has_more
        self.has_later = self.has_later or len(window) > WINDOW + CHUNK
        self._lay(window[:WINDOW] if self.has_later else window)

    @handler
    async def show_latest(self) -> None:
        await self._show(as_id(self.shown))

    @handler(background=True)
    async def follow(self) -> None:
        """Show the running turn as it goes on, and those that follow, until the page is left.

        Begins with the page's load alone, which ends it: from any other event it would outlive
        the tab. It may be there before `open`, so it goes by the address.
        """
        try:
            session_id, last = UUID(self.session_id), None  # type: ignore[attr-defined]
        except ValueError:
            return  # a new chat: it will have an address, and be loaded again
        while True:
            turn = await kitchen().turns.next_turn(
                self._claims().user_id, session_id, after=last, patience=LOOK_AGAIN
            )
            if turn is None:
                await self._catch_up(session_id)
            else:
                last = turn.begun.message_id
                await self._stream(turn)

    async def _stream(self, turn: Told) -> None:
        """Draw the answer as it grows, for as long as the login stands."""
        reading, checked = Reading(), float("-inf")
        async for _, events in turn.log.tail(patience=LOOK_AGAIN):
            if time.monotonic() - checked > LOOK_AGAIN:
                checked = time.monotonic()
                with suppress(Unavailable):
                    await self._as_cook(auth.read_me)
            reading.read(events)
            async with self:
                await self._draw(turn, reading)
            await asyncio.sleep(0 if reading.done else FLUSH_EVERY)

    async def _draw(self, turn: Told, reading: Reading) -> None:
        """Show the answer so far; when it is done, as a message like the others."""
        begun, answer = turn.begun, await self.get_state(Answer)
        if self.shown != str(begun.session_id) or self._has(begun.message_id):
            return
        if reading.done or not self.answering:
            self._append(begun.session_id, question_row(begun.question_id, begun.question))
            self.answering = not reading.done
        if reading.done:
            self._append(begun.session_id, reading.row(begun.message_id))
            answer._clear()
        elif not self.has_later:
            answer._draw(reading)

    def _append(self, session_id: UUID, row: Row) -> None:
        """One more message, where it belongs and is not there yet."""
        at_end = self.shown == str(session_id) and not self.has_later
        if not at_end or self._has(row["id"]):
            return
        self.recent.append(row)
        if len(self.recent) > CHUNK:
            recent = deepcopy(self.recent)
            oldest = min(PAST, key=lambda name: [row["id"] for row in getattr(self, name)])
            self.has_earlier = self.has_earlier or bool(getattr(self, oldest))
            setattr(self, oldest, recent[:CHUNK])
            self.recent = recent[CHUNK:]

    def _lay(self, rows: list[Row]) -> None:
        """Show these."""
        for place, name in enumerate(PAST):
            setattr(self, name, rows[place * CHUNK : (place + 1) * CHUNK])
        self.recent = rows[WINDOW:]

    def _rows(self) -> list[Row]:
        chunks = (getattr(self, name) for name in (*PAST, "recent"))
        return sorted(deepcopy([*chain.from_iterable(chunks)]), key=itemgetter("id"))

    def _has(self, message_id: object) -> bool:
        """Whether it is shown, or among the earlier ones that are not."""
        ids = [row["id"] for row in self._rows()]
        earlier = self.has_earlier and bool(ids) and str(message_id) < ids[0]
        return earlier or str(message_id) in ids

    async def _catch_up(self, session_id: UUID) -> None:
        """An answer that another process was writing may be there by now."""
        if not any(row["unfinished"] for row in self._rows()):
            return
        with suppress(Unavailable):
            page = await self._read(session_id)
            running = await self._running(session_id)
            async with self:
                at_end = self.shown == str(session_id) and not self.has_later
                if at_end and not running:
                    self._fill(page, None)

    async def _ask(self, text: str) -> Any:
        """Begin a turn. What is typed stays with the browser until `accepted` counts on."""
        if self.phase == "loading":  # what was shown has been lost, not what is asked about
            await self._open(self.session_id)  # type: ignore[attr-defined]
        session_id = as_id(self.shown) if self.shown else None
        question = ChatSend(message=text, session_id=session_id)
        try:
            begun = await self._as_cook(turns.begin_turn, question)
        except (TooMuch, Unavailable) as error:
            self.refused, self.refused_why = text, error.detail
            return None
        except NotFound:
            self.refused, self.refused_why = text, "This chat has been deleted. Begin a new one."
            return None
        kitchen().turns.start(begun)
        self.accepted += 1
        self.refused = self.refused_why = ""
        if self.shown and (self.has_later or self.away):
            await self._show(begun.session_id)
        moving = self._move_to(begun.session_id, begun.question) if not self.shown else None
        self._append(begun.session_id, question_row(begun.question_id, begun.question))
        self.answering = True
        return moving

    def _move_to(self, session_id: UUID, question: str) -> Any:
        """The new chat gets its address; what is shown stays."""
        self.shown, self._moving = str(session_id), True
        self.phase, self.away = "ready", ""
        self.title = turns.title_for(question)
        return rx.redirect(f"/chat/{session_id}", replace=True)

    async def _greet(self) -> None:
        suggested = await self._as_cook(
            starters.suggest, today=clock.today(self.router.headers.cookie)
        )
        await self._turn_to("", "ready")
        self.starters = suggested

    async def _show(self, session_id: UUID) -> None:
        """A turn that ends while this reads is still to be drawn: `_draw` waits for this."""
        running = await self._running(session_id)
        page = await self._read(session_id)
        await self._turn_to(str(session_id), "ready")
        self._fill(page, running)

    async def _running(self, session_id: UUID) -> BegunTurn | None:
        return await kitchen().turns.answering(self._claims().user_id, session_id)

    def _fill(self, page: SessionPage, running: BegunTurn | None) -> None:
        """Show the newest messages, but the answer that is being written."""
        answer_id = running.message_id if running else None
        rows = [message_row(one) for one in page.session.messages if one.id != answer_id]
        if self._rows() != rows:
            self._lay(rows)
        self.title, self.answering = page.session.title, running is not None
        self.has_earlier, self.has_later = page.has_more, False

    async def _turn_to(self, shown: str, phase: str) -> None:
        """Another conversation: nothing of the one before stays."""
        if shown != self.shown or not shown:
            self.reset()
            (await self.get_state(Answer))._clear()
            self.offline = kitchen().settings.assistant == "offline"
        self.shown, self.phase, self.away = shown, phase, ""

    async def _read(self, session_id: UUID, *, before: UUID | None = None) -> SessionPage:
        return await self._as_cook(
            chat.read_session, session_id, MessageQuery(limit=PAGE, before=before)
        )
