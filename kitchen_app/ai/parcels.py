"""Events of a turn as they travel between processes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from kitchen_app.ai.events import joined
from kitchen_app.schemas.chat import ChatEvent, Done, Token, ToolProgress, TurnError, TurnStarted

_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (TurnStarted, ToolProgress, TurnError, Done)
}


class ForeignParcel(ValueError):
    """Packed by another version of us."""


@dataclass(frozen=True)
class Parcel:
    """Some events that follow one another, and their place in the log."""

    begins: int
    ends: int
    events: Sequence[ChatEvent]

    def is_mark(self, every: int) -> bool:
        """The first, the last, or at a place that is a multiple of this."""
        return -self.begins // every != -self.ends // every or isinstance(self.events[-1], Done)


def pack(events: Sequence[ChatEvent]) -> str:
    """As text: a token is its own text, any other event its kind and its fields."""
    packed = [
        event.token
        if isinstance(event, Token)
        else [name := type(event).__name__, _KINDS[name].dump_python(event, mode="json")]
        for event in joined(events)
    ]
    return json.dumps(packed, ensure_ascii=False)


def unpack(text: str | bytes) -> list[ChatEvent]:
    """What was packed; ForeignParcel."""
    try:
        return [
            Token(one) if isinstance(one, str) else _KINDS[one[0]].validate_python(one[1])
            for one in json.loads(text)
        ]
    except (LookupError, TypeError, ValueError):
        raise ForeignParcel from None
