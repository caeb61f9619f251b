"""The offline cook as a chat model: it answers by rules, through the same tools, and streams."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date
from typing import Any, cast
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    message_chunk_to_message,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field
from typing_extensions import override

from kitchen_app.ai.completion import Say
from kitchen_app.ai.llm import Model
from kitchen_app.ai.offline.answer import Turn, next_turn

_WORDS = re.compile(r"\s*\S+|\s+$")


class OfflineCook(Model):
    """Understands plain kitchen English and nothing else; keeps nothing between calls.

    `today` tells the date that "tomorrow" is counted from. A model without bound tools talks about
    every tool it knows; with tools bound it calls only those.
    """

    provider = "kitchen"
    today: Callable[[], date] = Field(default=date.today, exclude=True)
    bound: frozenset[str] | None = None

    @property
    def _llm_type(self) -> str:
        return "kitchen-offline"

    @override
    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> "OfflineCook":
        """The same cook, restricted to these tools. By rules, so `tool_choice` is moot."""
        del tool_choice, kwargs
        names = frozenset(convert_to_openai_tool(tool)["function"]["name"] for tool in tools)
        return self.model_copy(update={"bound": names})

    @override
    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        turn = self._turn(messages)
        calls = [
            {"name": made.tool, "args": made.args, "id": uuid4().hex, "type": "tool_call"}
            for made in turn.calls
        ]
        message = AIMessage(content=turn.text, tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])

    @override
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from _chunks(self._turn(messages))

    @override
    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._turn(messages)):
            yield chunk
            await asyncio.sleep(0)

    @override
    async def reply(
        self, messages: Sequence[BaseMessage], tools: list[dict[str, Any]], say: Say
    ) -> AIMessage:
        whole = AIMessageChunk(content="")
        async for chunk in self.bind_tools(tools).astream(messages):
            if text := chunk.text:
                say(text)
            whole += chunk
        return cast(AIMessage, message_chunk_to_message(whole))

    def _turn(self, messages: list[BaseMessage]) -> Turn:
        return next_turn(messages, self.today(), self.bound)


def _chunks(turn: Turn) -> Iterator[ChatGenerationChunk]:
    """A word at a time with the white space before it, then each tool call; the last says so."""
    parts = [AIMessageChunk(content=word) for word in _WORDS.findall(turn.text)]
    parts += [
        AIMessageChunk(
            content="",
            tool_call_chunks=[
                tool_call_chunk(
                    name=made.tool, args=json.dumps(made.args), id=uuid4().hex, index=at
                )
            ],
        )
        for at, made in enumerate(turn.calls)
    ]
    parts = parts or [AIMessageChunk(content="")]
    parts[-1].chunk_position = "last"
    return (ChatGenerationChunk(message=part) for part in parts)
