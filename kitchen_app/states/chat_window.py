"""Which messages of a conversation are in the state, and so in the browser."""

from collections.abc import Iterable
from copy import deepcopy
from itertools import chain
from operator import itemgetter
from uuid import UUID

from kitchen_app.schemas.chat import MessageQuery, MessageRead, SessionPage
from kitchen_app.services import chat, messages
from kitchen_app.states.answer import Answer
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.transcript import Reading, Row, message_row, undone_in

PAGE = 30  # messages read at a time
PAST = tuple(f"past_{n}" for n in range(6))
CHUNK = 10  # messages in each of PAST, and at most in `recent`
WINDOW = CHUNK * len(PAST)  # messages of the past that are shown at once


class ChatWindow(CookState, mixin=True):
    """`shown` is the session's id, "" for a new one, `answering` the id of the answer that is being
    written at its end.

    A var goes over the wire whole. So the messages lie in chunks: what is new joins the few
    `recent` ones, and these at times take the place of the oldest chunk of the past, whichever
    it is: the page sorts them by id. `has_later`: the window is not at the end. What was undone is
    apart from the messages: `undone` has keys (`transcript.undone_in`).
    """

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
    answering: str = ""
    undone: list[str] = []

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
        self._mark(before.session.messages)

    async def _fill(self, page: SessionPage) -> None:
        """Show the newest messages, and the answer that is being written; what stays as it is,
        is not sent again."""
        told, running = page.session.messages, running_in(page)
        rows = [message_row(one) for one in told if one is not running]
        self._fit(rows, has_more=page.has_more)
        self.title = page.session.title
        self._mark(told)
        await self._answer(running)

    async def _answer(self, running: MessageRead | None) -> None:
        """What is known of it, until the turn itself is read."""
        if running and self.answering != str(running.id):
            self.answering = str(running.id)
            (await self.get_state(Answer))._draw(Reading.of(running))
        elif not running and self.answering:
            self.answering = ""
            (await self.get_state(Answer))._clear()

    async def _look_at(self, message_id: UUID) -> MessageRead:
        """Show one message as it is now, wherever it is."""
        found = await self._as_cook(messages.read_message, as_id(self.shown), message_id)
        row = message_row(found)
        for name in (*PAST, "recent"):
            rows = [row if one["id"] == row["id"] else one for one in getattr(self, name)]
            self._set(name, rows)
        self._mark([found])
        return found

    def _fit(self, rows: list[Row], *, has_more: bool) -> None:
        """Show the end of a conversation, whatever was shown."""
        if self.has_later or not rows or not self._has_row(rows[0]["id"]):
            self._lay(rows)
            self.has_earlier, self.has_later = has_more, False
        else:
            self._settle(rows)

    def _settle(self, rows: list[Row]) -> None:
        """Show these at the end: what is before them is before each version of them."""
        first, new = rows[0]["id"], {row["id"]: row for row in rows}
        for name in (*PAST, "recent"):
            stays = (row for row in getattr(self, name) if row["id"] < first or row["id"] in new)
            self._set(name, [new.pop(row["id"], row) for row in stays])
        for row in new.values():
            self._append(row)

    def _append(self, row: Row) -> None:
        """One more message at the end."""
        self.recent.append(row)
        if len(self.recent) > CHUNK:
            recent = deepcopy(self.recent)
            oldest = min(PAST, key=lambda name: [row["id"] for row in getattr(self, name)])
            self.has_earlier = self.has_earlier or bool(getattr(self, oldest))
            setattr(self, oldest, recent[:CHUNK])
            self.recent = recent[CHUNK:]

    def _lay(self, rows: list[Row]) -> None:
        """Show these alone."""
        for place, name in enumerate(PAST):
            self._set(name, rows[place * CHUNK : (place + 1) * CHUNK])
        self._set("recent", rows[WINDOW:])

    def _mark(self, told: Iterable[MessageRead]) -> None:
        """What has been undone of these."""
        ids = {str(one.id) for one in told}
        others = (key for key in self.undone if key.partition(" ")[0] not in ids)
        self._set("undone", sorted([*others, *chain.from_iterable(map(undone_in, told))]))

    def _rows(self) -> list[Row]:
        chunks = (getattr(self, name) for name in (*PAST, "recent"))
        return sorted(deepcopy([*chain.from_iterable(chunks)]), key=itemgetter("id"))

    def _has_row(self, message_id: str) -> bool:
        return any(
            row["id"] == message_id for name in (*PAST, "recent") for row in getattr(self, name)
        )

    def _set(self, name: str, value: list) -> None:
        """Assigning is sending."""
        if getattr(self, name) != value:
            setattr(self, name, deepcopy(value))

    async def _read(
        self, session_id: UUID, *, before: UUID | None = None, limit: int = PAGE
    ) -> SessionPage:
        query = MessageQuery(limit=limit, before=before)
        return await self._as_cook(chat.read_session, session_id, query)


def running_in(page: SessionPage) -> MessageRead | None:
    """The answer that is being written."""
    last = page.session.messages[-1:]
    return last[0] if last and last[0].status == "streaming" else None
