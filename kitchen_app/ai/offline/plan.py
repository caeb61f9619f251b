"""What the offline cook decides to do with a message: say something, call tools, or both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from kitchen_app.ai.offline.words import Clause

WRITES = frozenset(
    "add_to_pantry use_up remove_from_pantry save_recipe update_recipe cook_recipe".split()
)


@dataclass(frozen=True)
class Call:
    """One tool call; `args` holds JSON values and no nulls."""

    tool: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """`say` is spoken by itself or under the tools' answers; `multiply` scales what is read."""

    calls: tuple[Call, ...] = ()
    say: str = ""
    multiply: Fraction | None = None
    small_talk: bool = False

    @property
    def writes(self) -> bool:
        return any(call.tool in WRITES for call in self.calls)

    @property
    def only_searches(self) -> bool:
        return bool(self.calls) and all(call.tool == "find_recipes" for call in self.calls)


@dataclass(frozen=True)
class Context:
    """What the conversation has come to: today, the recipes last listed, the one last shown, and
    what in the pantry expires soon."""

    today: date
    listed: tuple[str, ...] = ()
    shown: str | None = None
    wrote: str | None = None
    soon: tuple[str, ...] = ()


Intent = Callable[[Clause, Context], Plan | None]


def call(tool: str, **args: object) -> Call:
    """A call without the arguments that are None."""
    return Call(tool, {name: value for name, value in args.items() if value is not None})


def do(*calls: Call, say: str = "", multiply: Fraction | None = None) -> Plan:
    return Plan(calls, say, multiply)
