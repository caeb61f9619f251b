"""A streamed answer on the wire, as OpenAI's API writes it."""

from typing import Any

Json = dict[str, Any]

DONE = b"data: [DONE]\n\n"


def event(delta: Json, *, finish: str | None = None) -> Json:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return _chunk([choice])


def usage(prompt: int, completion: int) -> Json:
    counted = {"prompt_tokens": prompt, "completion_tokens": completion}
    return _chunk([]) | {"usage": counted | {"total_tokens": prompt + completion}}


def _chunk(choices: list[Json]) -> Json:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "fake",
        "choices": choices,
    }
