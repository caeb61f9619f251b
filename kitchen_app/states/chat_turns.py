"""What begins a turn and stops it, and turns back to another version of what was said."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.errors import Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatSend, Regenerate, SessionUpdate
from kitchen_app.services import asking, chat, turns
from kitchen_app.services.turns import BegunTurn
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.chat_reading import ReadingAlong
from kitchen_app.states.chat_window import WINDOW
from kitchen_app.states.transcript import is_in_effect

P = ParamSpec("P")


class ChatTurns(ReadingAlong, mixin=True):
    """`editing` is the question that is being edited; `doubtful` an answer that changed something
    and is to be given again.

    Each question that is sent counts on `accepted` or `declined`.
    """

    accepted: int = 0
    declined: int = 0
    editing: str = ""
    doubtful: str = ""

    @handler
    async def stop(self) -> None:
        """What has been said so far is the answer."""
        if begun := await self._as_cook(turns.request_stop, as_id(self.shown)):
            await kitchen().turns.stop(begun)
        await self._look()

    @handler
    async def again(self, message_id: str) -> None:
        """Another answer in the place of this one, which changed nothing that is in effect."""
        if is_in_effect(await self._look_at(as_id(message_id))):  # since the page last looked
            await self._notify("What that answer changed is in effect. Choose again.")
        else:
            await self._again(message_id, undo=False)

    @handler
    async def doubt(self, message_id: str) -> None:
        """The one that the dialog asks about."""
        self.doubtful = message_id

    @handler
    async def again_anyway(self, undo: bool) -> None:
        """Another in the place of that one, with what it changed undone or kept."""
        await self._again(self.doubtful, undo=undo)

    @handler
    async def edit(self, message_id: str) -> None:
        """Open this question for editing; "" leaves it."""
        self.editing = message_id if self._has_row(message_id) else ""

    @handler
    async def replace(self, form: dict[str, Any]) -> None:
        """Ask what was edited in the place of what there was."""
        if self.editing:  # and not sent by a second press
            await self._replace(str(form.get("question", "")))

    @handler
    async def flip(self, place: str, on: bool) -> None:
        """To the next version of what is in this place, or the one before, with what followed on
        it; nothing at an end. By its place: a second click comes before the first has an answer.
        """
        beside = (
            row["later" if on else "earlier"] for row in self._rows() if row["place"] == place
        )
        if message_id := next(beside, ""):
            await self._flip(as_id(message_id))

    async def _flip(self, wanted: UUID) -> None:
        session_id = as_id(self.shown)
        await self._as_cook(chat.update_session, session_id, SessionUpdate(version=wanted))
        page = await self._read(session_id)
        if page.has_more and all(one.id != wanted for one in page.session.messages):
            page = await self._read(session_id, limit=WINDOW)
        await self._fill(page)

    async def _replace(self, text: str) -> None:
        before, session_id = self.accepted, as_id(self.shown)
        try:
            question = ChatSend(message=text, session_id=session_id, replaces=as_id(self.editing))
            await self._begin(asking.begin_turn, question)
            self.editing = ""
            await self._show_turn()
        finally:
            self.declined += self.accepted == before

    async def _again(self, message_id: str, *, undo: bool) -> None:
        query = Regenerate(message_id=as_id(message_id), undo=undo)
        await self._begin(asking.regenerate, as_id(self.shown), query)
        await self._show_turn()

    async def _begin(
        self,
        service: Callable[Concatenate[Connection, UserRead, P], BegunTurn],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> BegunTurn:
        """Have it answered. What is typed stays with the browser until `accepted` counts on."""
        await kitchen().count_turn(self._claims(), self.router.session.client_ip)
        begun = await self._as_cook(service, *args, **kwargs)
        kitchen().turns.start(begun)
        self.accepted += 1
        return begun

    async def _show_turn(self) -> None:
        """Where it cannot be read now, who reads along does so when it can."""
        with suppress(Unavailable):
            await self._fill(await self._read(as_id(self.shown)))
