"""A model behind an OpenAI-compatible API."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import openai
import structlog
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from kitchen_app.config import Settings
from kitchen_app.errors import TurnFailed
from kitchen_app.schemas.text import storable, storable_json

log = structlog.get_logger(__name__)

FIRST_TOKEN_PATIENCE = 300.0  # seconds: a local model may load for minutes before its first token
CONNECT_PATIENCE = 10.0
RETRIES = 2
NO_KEY = "none"  # local servers ask for none
NO_SUCH_ROUTE = (404, 405, 501)


def build(settings: Settings) -> "KitchenChatModel":
    """ChatOpenAI as the settings say."""
    timeout = openai.Timeout(FIRST_TOKEN_PATIENCE, connect=CONNECT_PATIENCE)
    model = KitchenChatModel(
        model=settings.openai_model,
        api_key=SecretStr(_key(settings)),
        base_url=settings.openai_base_url,
        stream_usage=True,
        use_responses_api=False,
        max_retries=RETRIES,
        timeout=timeout,
        stream_chunk_timeout=FIRST_TOKEN_PATIENCE,
        http_async_client=openai.DefaultAioHttpClient(timeout=timeout),
    )
    model.async_client = _PlainCompletions(model.root_async_client)
    return model


async def look_for_model(settings: Settings, patience: float) -> None:
    """Ask the server whether it has the model; TurnFailed where it has not, or cannot be asked.

    A server that lists no models at all is taken at its word when it is asked to answer.
    """
    try:
        async with (
            asyncio.timeout(patience),
            openai.AsyncOpenAI(
                api_key=_key(settings), base_url=settings.openai_base_url, max_retries=0
            ) as client,
        ):
            listed = {model.id for model in (await client.models.list()).data}
    except openai.APIStatusError as error:
        if error.status_code not in NO_SUCH_ROUTE:
            raise _explained(error) from None
    except Exception as error:
        raise _explained(error) from None
    else:
        name = settings.openai_model
        if listed.isdisjoint((name, f"{name}:latest", f"models/{name}")):  # Ollama's, and Google's
            raise TurnFailed("assistant_misconfigured", f"The model server has no model {name}.")


def _key(settings: Settings) -> str:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else NO_KEY


class _PlainCompletions:
    """Chat completions as the dicts that came: half of a token's cost is making openai's models of
    them, which langchain makes dicts of again.
    """

    def __init__(self, client: openai.AsyncOpenAI) -> None:
        self._client = client

    async def create(self, **body: Any) -> openai.AsyncStream[object]:
        return await self._client.post(
            "/chat/completions",
            body=body,
            cast_to=object,
            stream=True,
            stream_cls=openai.AsyncStream[object],
        )


class KitchenChatModel(ChatOpenAI):
    """ChatOpenAI whose stream is whole or fails, whatever the server sends.

    A tool call is passed on when it is complete, with arguments that are JSON and an id of its
    own; langchain would complete a broken one by guessing, and a guess must not be written to
    anybody's pantry.
    """

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        try:
            async for chunk in _whole(super()._astream(messages, stop, run_manager, **kwargs)):
                yield chunk
        except TurnFailed:
            raise
        except Exception as error:
            failure = _explained(error)
            log.warning("model failed", kind=type(error).__name__, code=failure.code)
            raise failure from None

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *arguments: Any
    ) -> ChatGenerationChunk | None:
        """What a server may leave out, langchain takes for granted."""
        for choice in chunk.get("choices") or ():
            delta = choice.setdefault("delta", {}) or {}
            for called in delta.get("tool_calls") or ():
                called.setdefault("index", None)
                called.setdefault("function", {})
        return super()._convert_chunk_to_generation_chunk(chunk, *arguments)


async def _whole(
    stream: AsyncIterator[ChatGenerationChunk],
) -> AsyncIterator[ChatGenerationChunk]:
    calls: dict[int, list[str]] = {}
    finished = False
    async for chunk in stream:
        finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
        if isinstance(chunk.message, AIMessageChunk) and chunk.message.tool_call_chunks:
            _collect(calls, chunk.message.tool_call_chunks)
            chunk = ChatGenerationChunk(
                message=AIMessageChunk(content=chunk.message.content),
                generation_info=chunk.generation_info,
            )
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
        whole = isinstance(parsed, dict) and storable_json(parsed) == parsed
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        arguments = json.dumps({"not_json": storable(arguments[:500])})
    name = storable(name) or "unnamed"
    return tool_call_chunk(name=name, args=arguments, id=f"call_{uuid4().hex}", index=index)


def _explained(error: Exception) -> TurnFailed:
    """A code and a sentence of our own: the provider's text may hold a key."""
    for kinds, code, detail in _FAILURES:
        if isinstance(error, kinds):
            return TurnFailed(code, detail)
    return TurnFailed("assistant_garbled", "The model's answer made no sense. Ask again.")


_FAILURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...] = (
    (
        (openai.AuthenticationError, openai.PermissionDeniedError),
        "assistant_misconfigured",
        "The model refused this kitchen's API key. Whoever runs the kitchen can change it.",
    ),
    (
        openai.NotFoundError,
        "assistant_misconfigured",
        "The configured model does not exist. Whoever runs the kitchen can choose another.",
    ),
    (
        openai.RateLimitError,
        "assistant_busy",
        "The model has too much to do, or its quota is used up. Try again in a minute.",
    ),
    (
        openai.BadRequestError,
        "assistant_refused",
        "The model would not take this conversation. Start a new session, or ask differently.",
    ),
    (
        (openai.APITimeoutError, TimeoutError),
        "assistant_unreachable",
        "The model did not answer in time. Try again.",
    ),
    (
        (openai.APIConnectionError, httpx2.TransportError),
        "assistant_unreachable",
        "The model cannot be reached, or hung up. Try again in a minute.",
    ),
    (
        openai.APIStatusError,
        "assistant_unavailable",
        "The model is out of order. Try again in a minute.",
    ),
)
