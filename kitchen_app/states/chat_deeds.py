"""What the assistant did or would do, and the cook's say in it."""

from kitchen_app.ai import proposals
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.change import AnswerUndo
from kitchen_app.schemas.chat import Decision
from kitchen_app.services import undoing
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.chat_window import ChatWindow


class ChatDeeds(ChatWindow, mixin=True):
    @handler
    async def undo(self, message_id: str, step_id: str) -> None:
        """Take back what a step of an answer changed; all of the answer where `step_id` is ""."""
        answer = as_id(message_id)
        try:
            await self._as_cook(undoing.undo_answer, answer, tool_call_id=_call(step_id))
        finally:  # it may have been done elsewhere
            await self._look_at(answer)

    @handler
    async def redo(self, message_id: str, step_id: str) -> None:
        """Put back what was undone of it."""
        answer = as_id(message_id)
        try:
            await self._as_cook(undoing.redo_answer, answer, tool_call_id=_call(step_id))
        finally:
            await self._look_at(answer)

    @handler
    async def decide(self, message_id: str, step_id: str, approve: bool) -> None:
        """Do what the assistant proposed, or have it not done."""
        answer, decision = as_id(message_id), Decision(step=step_id, approve=approve)
        try:
            await self._as_cook(proposals.decide, answer, decision)
        finally:
            kitchen().turns.nudge(self._claims().user_id, answer)
            await self._look_at(answer)


def _call(step_id: str) -> str | None:
    """The tool call that a page means; "" is all of them."""
    return AnswerUndo(tool_call_id=step_id or None).tool_call_id
