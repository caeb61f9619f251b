"""What the assistant does, each deed one transaction, and how a step is written of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Connection

from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import StepStatus
from kitchen_app.schemas.text import storable, storable_json
from kitchen_app.services.journal import Author
from kitchen_app.services.messages import Step

LONGEST_RESULT = 8_000  # characters, of a tool


@dataclass(frozen=True)
class Outcome:
    """`text` is for the model, `summary` for people: what was read or written, in one line.

    `link` is the web app's page of it.
    """

    text: str
    summary: str
    link: str


@dataclass(frozen=True)
class Deed:
    """One kind of thing the assistant can do. `writes` where it may change something."""

    name: str
    arguments: type[BaseModel]
    run: Callable[[Connection, UserRead, Any, Author], Outcome]
    writes: bool


@dataclass(frozen=True)
class Call:
    """One call of a tool, as the model made it in an answer.

    `position` is how much of the answer's text came before it.
    """

    user: UserRead
    message_id: UUID
    id: str
    position: int

    def step(
        self,
        name: str,
        arguments: dict[str, Any],
        status: StepStatus,
        result: str,
        summary: str,
        *,
        link: str | None = None,
        asked: str | None = None,
    ) -> Step:
        """What is stored of it: `result` is for the model, `summary` for people."""
        return Step(
            call_id=self.id,
            name=storable(name)[:100],
            arguments=storable_json(arguments),
            status=status,
            summary=storable(summary)[:500],
            result=storable(result)[:LONGEST_RESULT],
            position=self.position,
            link=link,
            asked=asked,
        )


def perform(connection: Connection, call: Call, deed: Deed, arguments: BaseModel) -> Step:
    """Do it as the answer's user; raises the KitchenErrors of its service."""
    by = Author("assistant", call.message_id, call.id)
    outcome = deed.run(connection, call.user, arguments, by)
    given = arguments.model_dump(mode="json", exclude_defaults=True)
    return call.step(deed.name, given, "finished", outcome.text, outcome.summary, link=outcome.link)
