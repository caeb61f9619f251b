"""The side panel of `/chat`: what was talked about before."""

from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Any, TypedDict

import reflex as rx

from kitchen_app.errors import Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.chat import SessionQuery, SessionRead, SessionUpdate
from kitchen_app.services import chat
from kitchen_app.states import clock
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.chat import LOOK_AGAIN, Chat

PAGE = 30
MOST = 200  # that are listed: the search finds the others


class Session(TypedDict):
    id: str
    title: str
    active: bool


class Day(TypedDict):
    """Sessions last used on the same day, or in the same month."""

    name: str
    sessions: list[Session]


class Sessions(CookState, rx.State):
    days: list[Day] = []
    phase: str = "loading"  # then ready
    has_more: bool = False
    q: str = ""
    renaming: str = ""
    deleting: str = ""
    deleting_title: str = ""
    _limit: int = PAGE

    @handler
    async def search(self, q: str) -> None:
        self.q, self._limit = q[:200], PAGE
        await self._look()

    @handler
    async def more(self) -> None:
        self._limit = min(MOST, self._limit + PAGE)
        await self._look()

    @handler
    async def rename(self, form: dict[str, Any]) -> None:
        data = SessionUpdate(title=str(form.get("title", "")))
        renamed = await self._as_cook(chat.rename_session, as_id(self.renaming), data)
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
        while True:
            since = turns.news(user_id)
            with suppress(Unavailable):
                found = await self._find()
                async with self:
                    self._fill(*found)
            await turns.changed(user_id, since=since, patience=LOOK_AGAIN)

    async def _look(self) -> None:
        self._fill(*await self._find())

    async def _find(self) -> tuple[list[SessionRead], bool]:
        query = SessionQuery(limit=self._limit, q=self.q)
        page = await self._as_cook(chat.list_sessions, query)
        return page.items(), page.next_cursor is not None

    def _fill(self, found: list[SessionRead], has_more: bool) -> None:
        days = by_day(found, clock.now(self.router.headers.cookie))
        if self.days != days:
            self.days = days
        self.has_more = has_more and self._limit < MOST
        self.phase = "ready"


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
    return Session(id=str(session.id), title=session.title, active=session.active)
