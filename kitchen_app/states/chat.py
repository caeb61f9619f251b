"""`/chat`: the conversation that is shown, and what is asked in it."""

from typing import Any
from uuid import UUID

import reflex as rx

from kitchen_app.errors import NotFound, TooMuch, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.chat import ChatSend
from kitchen_app.services import asking, starters
from kitchen_app.services.turns import BegunTurn
from kitchen_app.states import clock
from kitchen_app.states.answer import Answer
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.chat_deeds import ChatDeeds
from kitchen_app.states.chat_turns import ChatTurns
from kitchen_app.states.transcript import question_row


class Chat(ChatTurns, ChatDeeds, rx.State):
    """`address` is the path that this was opened for; `away` why nothing can be shown."""

    phase: str = "loading"  # then ready or missing
    away: str = ""
    address: str = ""
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
    async def show_latest(self) -> None:
        await self._show(as_id(self.shown))

    async def _ask(self, text: str) -> Any:
        """Begin a turn, and show it."""
        if self.phase == "loading":  # what was shown has been lost, not what is asked about
            await self._open(self.session_id)  # type: ignore[attr-defined]
        question = ChatSend(message=text, session_id=as_id(self.shown) if self.shown else None)
        try:
            begun = await self._begin(asking.begin_turn, question)
        except (TooMuch, Unavailable) as error:
            self.refused, self.refused_why = text, error.detail
        except NotFound:
            self.refused, self.refused_why = text, "This chat has been deleted. Begin a new one."
        else:
            self.refused = self.refused_why = self.away = ""
            if not self.shown:
                return self._move_to(begun)
            await self._show_turn()
        return None

    def _move_to(self, begun: BegunTurn) -> Any:
        """The new chat gets its address; what is shown stays."""
        self.shown, self._moving = str(begun.session_id), True
        self.phase = "ready"
        self.title, self.answering = asking.title_for(begun.question), str(begun.message_id)
        self._append(question_row(begun.question_id, begun.question))
        return rx.redirect(f"/chat/{self.shown}", replace=True)

    async def _greet(self) -> None:
        suggested = await self._as_cook(
            starters.suggest, today=clock.today(self.router.headers.cookie)
        )
        await self._turn_to("", "ready")
        self.starters = suggested

    async def _show(self, session_id: UUID) -> None:
        page = await self._read(session_id)
        await self._turn_to(str(session_id), "ready")
        await self._fill(page)

    async def _turn_to(self, shown: str, phase: str) -> None:
        """Another conversation: nothing of the one before stays."""
        if shown != self.shown or not shown:
            self.reset()
            (await self.get_state(Answer))._clear()
            self.offline = kitchen().settings.assistant == "offline"
        self.shown, self.phase, self.away = shown, phase, ""
