"""Reading along: an open chat shows what is being answered in it, whoever asked, from wherever."""

import asyncio
import time
from contextlib import suppress
from uuid import UUID

from kitchen_app.ai.register import Told
from kitchen_app.errors import NotFound, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.services import auth
from kitchen_app.states.answer import Answer
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.chat_window import ChatWindow, running_in
from kitchen_app.states.transcript import Reading

FLUSH_EVERY = 0.125  # seconds
LOOK_AGAIN = 20.0  # seconds: whether the login stands, whether something went by unseen


class ReadingAlong(ChatWindow, mixin=True):
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
                async with self:
                    await self._catch_up(session_id)
            else:
                last = turn.begun.message_id
                await self._stream(turn)

    async def _stream(self, turn: Told) -> None:
        """Draw the answer as it grows, for as long as the login stands."""
        reading, checked = Reading(), float("-inf")
        async with self:
            await self._join(turn)
        async for _, events in turn.log.tail(patience=LOOK_AGAIN):
            if time.monotonic() - checked > LOOK_AGAIN:
                checked = time.monotonic()
                with suppress(Unavailable):
                    await self._as_cook(auth.read_me)
            reading.read(events)
            async with self:
                await self._draw(turn, reading)
            await asyncio.sleep(0 if reading.done else FLUSH_EVERY)

    async def _join(self, turn: Told) -> None:
        """Have the conversation that the answer is in, where it was asked for elsewhere."""
        begun = turn.begun
        if self.shown == str(begun.session_id) and not self._knows(str(begun.message_id)):
            await self._look()

    def _knows(self, message_id: str) -> bool:
        """Whether it is being shown, or among the earlier ones that are not."""
        if message_id == self.answering or self._has_row(message_id):
            return True
        rows = self._rows()
        return self.has_earlier and bool(rows) and message_id < rows[0]["id"]

    async def _draw(self, turn: Told, reading: Reading) -> None:
        """Show the answer so far; when it is done, as a message like the others."""
        begun, answer = turn.begun, await self.get_state(Answer)
        if (self.shown, self.answering) != (str(begun.session_id), str(begun.message_id)):
            return
        if not reading.done:
            if not self.has_later:
                answer._draw(reading)
            return
        await self._look()
        if self.answering == str(begun.message_id):  # it could not be read
            self._append(reading.row(begun.message_id))
            self.answering = ""
            answer._clear()

    async def _catch_up(self, session_id: UUID) -> None:
        """An answer whose turn is nowhere to be read may have ended."""
        if self.answering and self.shown == str(session_id):
            await self._look()

    async def _look(self) -> None:
        """Show what there is by now; where one reads further up, only whether it is answered.

        Also in the background inside the lock: it must not undo what another event has shown.
        """
        with suppress(NotFound, Unavailable):
            page = await self._read(as_id(self.shown))
            if self.has_later:
                await self._answer(running_in(page))
            else:
                await self._fill(page)
