"""`/chat`: the conversation that is shown, and the answer that is being written in it."""

import asyncio
import time
from contextlib import suppress
from copy import deepcopy
from itertools import pairwise
from typing import Any
from uuid import UUID

import reflex as rx

from kitchen_app.ai.turn import Turn
from kitchen_app.errors import Invalid, NotFound, TooMuch, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.chat import LONGEST_QUESTION, ChatSend, MessageQuery, SessionPage
from kitchen_app.services import auth, chat, starters
from kitchen_app.states import clock
from kitchen_app.states.answer import Answer
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.transcript import Reading, Row, message_row, question_row

PAGE = 30  # messages read at a time
WINDOW = 60  # messages of the past that are shown at once
MOST_RECENT = 12  # messages, before they join the past
FLUSH_EVERY = 0.125  # seconds
LOOK_AGAIN = 20.0  # seconds: whether the login stands, whether another process has answered


class Chat(CookState, rx.State):
    """`shown` is the session's id, "" for a new one.

    Its messages are the window `past`, sent when it is opened, and the few `recent` ones, so that
    one more does not send them all again. `has_later`: the window is not at the end.
    """

    phase: str = "loading"  # then ready, missing or away
    shown: str = ""
    title: str = ""
    past: list[Row] = []
    recent: list[Row] = []
    has_earlier: bool = False
    has_later: bool = False
    answering: bool = False
    accepted: int = 0
    refused: str = ""
    refused_why: str = ""
    offline: bool = False
    starters: list[str] = []
    _moving: bool = False

    @handler
    async def open(self) -> Any:
        """Show what the address says; again after every reconnect, to catch up."""
        self.offline = kitchen().settings.assistant == "offline"
        wanted: str = self.session_id  # type: ignore[attr-defined]  # of the address
        if self._moving and wanted == self.shown:  # the question that began it has just been asked
            self._moving = False
            return Chat.follow
        try:
            await (self._show(as_id(wanted)) if wanted else self._greet())
        except NotFound:
            await self._turn_to("", "missing")
        except Unavailable as error:
            await self._turn_to("", "away")
            self.refused_why = error.detail
        return Chat.follow if self.shown else None

    @handler
    async def send(self, form: dict[str, Any]) -> Any:
        return await self._ask(str(form.get("question", "")))

    @handler
    async def ask(self, question: str) -> Any:
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
        self.has_later = self.has_later or len(window) > WINDOW + MOST_RECENT
        self.past, self.recent = window[:WINDOW], [] if self.has_later else window[WINDOW:]

    @handler
    async def show_latest(self) -> None:
        await self._show(as_id(self.shown))

    @handler(background=True)
    async def follow(self) -> None:
        """Show the running turn as it goes on, and those that follow, until the page is left."""
        session_id, last = as_id(self.shown), self._last_answer()
        while True:
            turn = await kitchen().turns.next_turn(
                self._claims().user_id, session_id, after=last, patience=LOOK_AGAIN
            )
            if turn is None:
                await self._catch_up(session_id)
            else:
                last = turn.begun.message_id
                await self._stream(turn)

    async def _stream(self, turn: Turn) -> None:
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

    async def _draw(self, turn: Turn, reading: Reading) -> None:
        """Show the answer so far; when it is done, as a message like the others."""
        begun, answer = turn.begun, await self.get_state(Answer)
        if self.shown != str(begun.session_id):
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
        if not at_end or any(row["id"] == one["id"] for one in (*self.past, *self.recent)):
            return
        self.recent.append(row)
        if len(self.recent) > MOST_RECENT:
            rows = self._rows()
            self.has_earlier = self.has_earlier or len(rows) > WINDOW
            self.past, self.recent = rows[-WINDOW:], []

    def _rows(self) -> list[Row]:
        return deepcopy([*self.past, *self.recent])

    def _last_answer(self) -> UUID | None:
        """The last one that is shown whole."""
        for row in reversed(self._rows()):
            if row["role"] == "assistant" and not row["unfinished"]:
                return UUID(row["id"])
        return None

    async def _catch_up(self, session_id: UUID) -> None:
        """An answer that another process was writing may be there by now."""
        if not any(row["unfinished"] for row in self._rows()):
            return
        with suppress(Unavailable):
            page = await self._read(session_id)
            async with self:
                if self.shown == str(session_id) and not self.has_later:
                    self._fill(page, None)

    async def _ask(self, text: str) -> Any:
        """Begin a turn. What is typed stays with the browser until `accepted` counts on."""
        if not text.strip():
            return None
        if len(text.strip()) > LONGEST_QUESTION:
            raise Invalid(
                f"That is {len(text):,} characters. A question has at most {LONGEST_QUESTION:,}."
            )
        question = ChatSend(message=text, session_id=as_id(self.shown) if self.shown else None)
        try:
            begun = await self._as_cook(chat.begin_turn, question)
        except (TooMuch, Unavailable) as error:
            self.refused, self.refused_why = text, error.detail
            return None
        except NotFound:
            self.refused, self.refused_why = text, "This chat has been deleted. Begin a new one."
            return None
        kitchen().turns.start(begun)
        self.accepted += 1
        self.refused = self.refused_why = ""
        if self.has_later:
            await self._show(begun.session_id)
        moving = self._move_to(begun.session_id, begun.question) if not self.shown else None
        self._append(begun.session_id, question_row(begun.question_id, begun.question))
        self.answering = True
        return moving

    def _move_to(self, session_id: UUID, question: str) -> Any:
        """The new chat gets its address; what is shown stays."""
        self.shown, self._moving = str(session_id), True
        self.title = chat.title_for(question)
        return rx.redirect(f"/chat/{session_id}", replace=True)

    async def _greet(self) -> None:
        suggested = await self._as_cook(
            starters.suggest, today=clock.today(self.router.headers.cookie)
        )
        await self._turn_to("", "ready")
        self.starters = suggested

    async def _show(self, session_id: UUID) -> None:
        page = await self._read(session_id)
        await self._turn_to(str(session_id), "ready")
        self._fill(page, kitchen().turns.running(self._claims().user_id, session_id))

    def _fill(self, page: SessionPage, running: Turn | None) -> None:
        """Show the newest messages, but the answer that is being written here."""
        answer_id = running.begun.message_id if running else None
        rows = [message_row(one) for one in page.session.messages if one.id != answer_id]
        if self._rows() != rows:
            self.past, self.recent = rows, []
        self.title, self.answering = page.session.title, running is not None
        self.has_earlier, self.has_later = page.has_more, False

    async def _turn_to(self, shown: str, phase: str) -> None:
        """Another conversation: nothing of the one before stays."""
        if shown != self.shown or not shown:
            self.reset()
            (await self.get_state(Answer))._clear()
            self.offline = kitchen().settings.assistant == "offline"
        self.shown, self.phase = shown, phase

    async def _read(self, session_id: UUID, *, before: UUID | None = None) -> SessionPage:
        return await self._as_cook(
            chat.read_session, session_id, MessageQuery(limit=PAGE, before=before)
        )
