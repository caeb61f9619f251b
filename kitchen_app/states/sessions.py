"""The side panel of `/chat`: what was talked about before."""

from datetime import datetime
from itertools import chain, groupby
from typing import Any, TypedDict
from uuid import UUID

import reflex as rx

from kitchen_app.errors import Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.chat import SessionQuery, SessionRead, SessionUpdate
from kitchen_app.services import chat
from kitchen_app.states import clock
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.chat import Chat
from kitchen_app.states.chat_reading import LOOK_AGAIN

PAGE = 30
PAGES = tuple(f"page_{n}" for n in range(6))
MOST = PAGE * len(PAGES)  # that are listed: the search finds the others
Place = tuple[datetime, UUID]  # in the list, whose order is this
AGAIN = 2.0  # seconds: when nothing could be read


class Session(TypedDict):
    id: str
    title: str


class Day(TypedDict):
    """Sessions last used on the same day, or in the same month; nameless where a page goes on."""

    name: str
    sessions: list[Session]


class Sessions(CookState, rx.State):
    """A var goes over the wire whole. So the list lies in pages, cut at fixed places: what moves up
    changes the first page and the one it leaves; what begins or ends to be answered, none.
    """

    page_0: list[Day] = []
    page_1: list[Day] = []
    page_2: list[Day] = []
    page_3: list[Day] = []
    page_4: list[Day] = []
    page_5: list[Day] = []
    active: list[str] = []
    phase: str = "loading"  # then ready or away
    has_more: bool = False
    q: str = ""
    renaming: str = ""
    deleting: str = ""
    deleting_title: str = ""
    _limit: int = PAGE
    _cuts: list[Place] = []

    @handler
    async def search(self, q: str) -> None:
        self.q, self._limit, self._cuts = q[:200], PAGE, []
        await self._look()

    @handler
    async def more(self) -> None:
        self._limit, self._cuts = min(MOST, self._limit + PAGE), []
        await self._look()

    @handler
    async def rename(self, form: dict[str, Any]) -> None:
        data = SessionUpdate(title=str(form.get("title", "")))
        renamed = await self._as_cook(chat.update_session, as_id(self.renaming), data)
        self.renaming = ""
        shown = await self.get_state(Chat)
        if shown.shown == str(renamed.id):
            shown.title = renamed.title
        await self._look()

    @handler
    async def begin_rename(self, session_id: str) -> None:
        self.renaming = session_id

    @handler
    async def choose(self, session_id: str, title: str) -> None:
        """The one that the dialog asks about."""
        self.deleting, self.deleting_title = session_id, title[:200]

    @handler
    async def delete(self) -> Any:
        gone = as_id(self.deleting)
        await self._as_cook(chat.delete_session, gone)
        self.deleting = self.renaming = ""
        await self._look()
        shown = await self.get_state(Chat)
        return rx.redirect("/chat") if shown.shown == str(gone) else None

    @handler(background=True)
    async def watch(self) -> None:
        """Keep the list up to date, for as long as the login stands and the page is there."""
        turns = kitchen().turns
        user_id = self._claims().user_id
        async with self:
            self.renaming = ""
        while True:
            since = turns.news(user_id)
            found = await self._refresh()
            await turns.changed(user_id, since=since, patience=LOOK_AGAIN if found else AGAIN)

    async def _refresh(self) -> bool:
        """Look without holding the tab up. What was asked for before the last search is dropped."""
        asked = self.q, self._limit
        try:
            found = await self._find()
        except Unavailable:
            async with self:
                self.phase = "away" if self.phase == "loading" else self.phase
            return False
        async with self:
            if asked == (self.q, self._limit):
                self._fill(*found)
        return True

    async def _look(self) -> None:
        self._fill(*await self._find())

    async def _find(self) -> tuple[list[SessionRead], bool]:
        query = SessionQuery(limit=self._limit, q=self.q)
        page = await self._as_cook(chat.list_sessions, query)
        return page.items(), page.next_cursor is not None

    def _fill(self, found: list[SessionRead], has_more: bool) -> None:
        now = clock.now(self.router.headers.cookie)
        if len(cut(found, self._cuts)[0]) not in range(1, 2 * PAGE):
            self._cuts = [place(one) for one in found[PAGE::PAGE]]
        days = by_day_and_page(cut(found, self._cuts), now)
        active = [str(one.id) for one in found if one.active]
        pages: list[list[Day]] = [*days, *([] for _ in PAGES)]
        for name, value in (*zip(PAGES, pages, strict=False), ("active", active)):
            if getattr(self, name) != value:
                setattr(self, name, value)
        self.has_more = has_more and self._limit < MOST
        self.phase = "ready"


def place(session: SessionRead) -> Place:
    return session.updated_at, session.id


def cut(found: list[SessionRead], cuts: list[Place]) -> list[list[SessionRead]]:
    """A page before each of these places, and one after the last."""
    pages: list[list[SessionRead]] = [[] for _ in (None, *cuts)]
    for session in found:
        pages[sum(place(session) <= one for one in cuts)].append(session)
    return pages


def by_day_and_page(pages: list[list[SessionRead]], now: datetime) -> list[list[Day]]:
    """A day's name stands where it begins."""
    days = [by_day(page, now) for page in pages]
    last = ""
    for day in chain.from_iterable(days):
        name, day["name"] = day["name"], "" if day["name"] == last else day["name"]
        last = name
    return days


def by_day(sessions: list[SessionRead], now: datetime) -> list[Day]:
    """Groups as `now`'s clock has them: Today, Yesterday, Previous 7 days, then months."""

    def name(session: SessionRead) -> str:
        day = session.updated_at.astimezone(now.tzinfo).date()
        ago = (now.date() - day).days
        if ago <= 1:
            return "Today" if ago <= 0 else "Yesterday"
        if ago <= 7:
            return "Previous 7 days"
        return f"{day:%B}" if day.year == now.year else f"{day:%B %Y}"

    return [
        Day(name=day, sessions=[_session(one) for one in group])
        for day, group in groupby(sessions, key=name)
    ]


def _session(session: SessionRead) -> Session:
    return Session(id=str(session.id), title=session.title)
