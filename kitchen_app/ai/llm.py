"""The model behind the assistant."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from kitchen_app.ai.offline import OfflineCook
from kitchen_app.config import Settings
from kitchen_app.errors import TurnFailed
from kitchen_app.schemas.text import storable

FIRST_TOKEN_PATIENCE = 300.0  # seconds: a local model may load for minutes before its first token
CONNECT_PATIENCE = 10.0
RETRIES = 2
LONGEST_ANSWER = 200_000  # characters


def build_model(settings: Settings) -> BaseChatModel:
    """ChatOpenAI as configured, the offline cook where nothing is."""
    if settings.assistant == "offline":
        return OfflineCook()
    key = settings.openai_api_key or SecretStr("none")  # local servers ask for none
    timeout = openai.Timeout(FIRST_TOKEN_PATIENCE, connect=CONNECT_PATIENCE)
    return KitchenChatModel(
        model=settings.openai_model,
        api_key=key,
        base_url=settings.openai_base_url,
        stream_usage=True,
        use_responses_api=False,
        max_retries=RETRIES,
        timeout=timeout,
        stream_chunk_timeout=FIRST_TOKEN_PATIENCE,
        http_async_client=openai.DefaultAioHttpClient(timeout=timeout),
    )


class KitchenChatModel(ChatOpenAI):
    """ChatOpenAI whose stream is whole or fails, whatever the server sends.

    Text that PostgreSQL cannot store is replaced. A tool call is passed on when it is complete,
    with arguments that are JSON and an id of its own; langchain would complete a broken one by
    guessing, and a guess must not be written to anybody's pantry.
    """

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        calls: dict[int, list[str]] = {}
        finished, length = False, 0
        async for chunk in super()._astream(messages, stop, run_manager, **kwargs):
            message = chunk.message
            finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
            if isinstance(message, AIMessageChunk) and message.tool_call_chunks:
                _collect(calls, message.tool_call_chunks)
                chunk = ChatGenerationChunk(
                    message=AIMessageChunk(content=message.content),
                    generation_info=chunk.generation_info,
                )
                message = chunk.message
            if isinstance(message.content, str):
                message.content = storable(message.content)
            length += len(message.content)
            if length > LONGEST_ANSWER:
                raise TurnFailed("assistant_too_long", "The answer grew too long and was stopped.")
            yield chunk
        if not finished:
            raise TurnFailed("assistant_cut_off", "The model's answer broke off. Ask again.")
        if calls:
            chunks = [_whole_call(index, *parts) for index, parts in enumerate(calls.values())]
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=chunks))


def _collect(calls: dict[int, list[str]], chunks: list[ToolCallChunk]) -> None:
    for chunk in chunks:
        index = chunk.get("index")
        if index is None:  # some servers send whole calls and do not number them
            index = len(calls) - (0 if chunk["name"] else 1)
        parts = calls.setdefault(index, ["", ""])
        parts[0] += chunk["name"] or ""
        parts[1] += chunk["args"] or ""


def _whole_call(index: int, name: str, arguments: str) -> ToolCallChunk:
    try:
        parsed = json.loads(arguments or "{}")
        whole = isinstance(parsed, dict)
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        arguments = json.dumps({"not_json": arguments[:500]})
    return tool_call_chunk(
        name=name or "unnamed", args=arguments, id=f"call_{uuid4().hex}", index=index
    )
