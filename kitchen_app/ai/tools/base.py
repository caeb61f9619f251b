"""What a tool is: a name for the model, arguments to check, and a service in one transaction."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar

from langchain.tools import ToolRuntime
from langchain_core.tools import InjectedToolArg, StructuredTool
from pydantic import BaseModel, create_model
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Deed, Outcome
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.journal import Author

Arguments = TypeVar("Arguments", bound=BaseModel)


DEEDS: dict[str, Deed] = {}  # by name


class TurnTools(Protocol):
    """What the turn that a run belongs to does for its tools."""

    def one_tool(self, call_id: str, name: str) -> AbstractAsyncContextManager[None]:
        """Wait for the tool before, and tell the readers that this one has started."""

    async def call_tool(self, deed: Deed, call_id: str, arguments: BaseModel) -> str:
        """Do it as the turn's user in one transaction; what it answers the model."""

    async def tool_failed(
        self, call_id: str, name: str, arguments: dict[str, Any], reason: str, summary: str
    ) -> None:
        """Store and tell that it came to nothing: `reason` to the model, `summary` to people."""


Spoken = tuple[str, dict[str, int] | None]  # a piece of the answer, tokens used


@dataclass
class RunContext:
    """What a run carries, out of the model's sight; `tell` hears what the model says."""

    turn: TurnTools
    tell: Callable[[Spoken], None]
    model_calls: int = 0


def kitchen_tool(
    arguments: type[Arguments], *, writes: bool = False
) -> Callable[[Callable[[Connection, UserRead, Arguments, Author], Outcome]], StructuredTool]:
    """Make a tool of `(connection, user, arguments, by) -> Outcome`, and of what it does a Deed.

    Its docstring is for the model. The user comes with the run: no argument can name another.
    """

    def decorate(
        run: Callable[[Connection, UserRead, Arguments, Author], Outcome],
    ) -> StructuredTool:
        hidden = Annotated[Any, InjectedToolArg]
        schema = create_model(
            arguments.__name__,
            __base__=arguments,
            runtime=(hidden, None),
            __doc__=arguments.__doc__,
        )

        deed = DEEDS[run.__name__] = Deed(run.__name__, arguments, run, writes)

        async def call(runtime: ToolRuntime[RunContext, Any], **given: Any) -> str:
            checked = arguments.model_construct(**given)
            call_id = runtime.tool_call_id or ""
            return await runtime.context.turn.call_tool(deed, call_id, checked)

        return StructuredTool(
            name=run.__name__,
            description=" ".join((run.__doc__ or "").split()),
            args_schema=schema,
            coroutine=call,
        )

    return decorate
