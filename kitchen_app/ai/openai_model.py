"""A model behind an OpenAI-compatible API."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any, TypeAlias

import httpx2
import openai
import structlog
from langchain_core.messages import AIMessage, BaseMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from kitchen_app.ai.completion import Completion, Say
from kitchen_app.ai.llm import Model
from kitchen_app.ai.marking import marked
from kitchen_app.config import Settings
from kitchen_app.errors import TurnFailed

log = structlog.get_logger(__name__)

FIRST_TOKEN_PATIENCE = 300.0  # seconds: a local model may load for minutes before its first token
CONNECT_PATIENCE = 10.0
AFTER_LAST_WORD = 0.1
MOST_CONNECTIONS = 10_000  # at once: one for each turn that waits for its model
RETRIES = 2
NO_KEY = "none"  # local servers ask for none
NO_SUCH_ROUTE = (404, 405, 501)
LONGEST_LIST = 10_000_000  # bytes: of a thousand models it is one
_TIMEOUT = openai.Timeout(FIRST_TOKEN_PATIENCE, connect=CONNECT_PATIENCE)

_Stream: TypeAlias = openai.AsyncStream[object]  # an answer of which only the head has been read


def build(settings: Settings) -> "KitchenChatModel":
    """ChatOpenAI as the settings say."""
    return KitchenChatModel(
        model=settings.openai_model,
        api_key=SecretStr(_key(settings)),
        base_url=settings.openai_base_url,
        use_responses_api=False,
        max_retries=RETRIES,
        timeout=_TIMEOUT,
        http_async_client=_client(),
    )


def _client() -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=None)
    return openai.DefaultAioHttpClient(
        timeout=_TIMEOUT,
        limits=limits,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    """Take what comes as it comes: a thousand times as much may be packed into it. And nothing of
    what comes with an error, or on the way elsewhere: nobody reads it, and openai would wait for
    all of it."""
    response.headers.pop("Content-Encoding", None)
    if not response.is_success:
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101
        await response.stream.aclose()
        response.stream = httpx2.ByteStream(b"")


async def look_for_model(settings: Settings, patience: float) -> None:
    """Ask the server whether it has the model; TurnFailed where it has not, or cannot be asked.

    A server that lists no models at all is taken at its word when it is asked to answer.
    """
    try:
        async with (
            asyncio.timeout(patience),
            openai.AsyncOpenAI(
                api_key=_key(settings),
                base_url=settings.openai_base_url,
                max_retries=0,
                http_client=_client(),
            ) as client,
            await client.get("/models", cast_to=object, stream=True, stream_cls=_Stream) as stream,
        ):
            listed = await _listed(stream.response.aiter_bytes())
    except openai.APIStatusError as error:
        if error.status_code not in NO_SUCH_ROUTE:
            raise _explained(error) from None
    except Exception as error:
        raise _explained(error) from None
    else:
        name = settings.openai_model
        if listed.isdisjoint((name, f"{name}:latest", f"models/{name}")):  # Ollama's, and Google's
            raise TurnFailed("assistant_misconfigured", f"The model server has no model {name}.")


async def _listed(received: AsyncIterator[bytes]) -> set[str]:
    """The names of a server's models. Raises whatever it raises where it sent no list of them."""
    body = bytearray()
    async for data in received:
        body += data
        if len(body) > LONGEST_LIST:
            raise ValueError("a list without end")
    return {str(model["id"]) for model in json.loads(body)["data"]}


def _key(settings: Settings) -> str:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else NO_KEY


class KitchenChatModel(ChatOpenAI, Model):
    """ChatOpenAI that is asked through `reply` alone, and whose answer is whole or fails.

    Of langchain's own way the half is spent on making messages of every word.
    """

    provider = "openai"

    async def reply(
        self, messages: Sequence[BaseMessage], tools: list[dict[str, Any]], say: Say
    ) -> AIMessage:
        completion = Completion(say)
        try:
            async with await self._asked(messages, tools) as stream:
                await _read(stream.response.aiter_bytes(), completion)
            return completion.message()
        except TurnFailed:
            raise
        except Exception as error:
            failure = _explained(error)
            log.warning("model failed", kind=type(error).__name__, code=failure.code)
            raise failure from None

    async def _asked(self, messages: Sequence[BaseMessage], tools: list[dict[str, Any]]) -> _Stream:
        payload = self._get_request_payload(
            list(marked(messages)), tools=tools, stream=True, stream_options={"include_usage": True}
        )
        stream: _Stream = await self.root_async_client.post(
            "/chat/completions",
            body=payload,
            cast_to=object,
            stream=True,
            stream_cls=_Stream,
        )
        return stream


async def _read(received: AsyncIterator[bytes], completion: Completion) -> None:
    """To the end, or a moment after the last word: a connection that is read out is used again."""
    now = asyncio.get_running_loop().time
    heard = now()
    try:
        async with asyncio.timeout(None) as waiting:
            async for data in received:
                if completion.read(data):
                    heard = now()
                elif now() - heard > FIRST_TOKEN_PATIENCE:  # it says only that it is still there
                    raise TimeoutError
                if completion.done and waiting.when() is None:
                    waiting.reschedule(now() + AFTER_LAST_WORD)
    except (TimeoutError, httpx2.TransportError):
        if not completion.done:
            raise


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
