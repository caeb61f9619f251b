"""The agent: a model, the kitchen's tools, and bounds on how long it may go round."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any, cast

import langsmith
import structlog
from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import (
    AgentState,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
)
from langchain_core.messages import AIMessage, BaseMessage, SystemMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.types import Command

from kitchen_app.ai.history import build_history
from kitchen_app.ai.llm import Model
from kitchen_app.ai.prompts import system_prompt
from kitchen_app.ai.tools import TOOLS
from kitchen_app.ai.tools.base import RunContext, Spoken, TurnTools
from kitchen_app.ai.watching import watched_model, watched_tool
from kitchen_app.errors import KitchenError, TurnFailed
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.services.messages import StoredMessage

log = structlog.get_logger(__name__)

MOST_MODEL_CALLS = 12  # in one turn
MOST_STEPS = 10 * MOST_MODEL_CALLS

ToolAnswer = ToolMessage | Command[Any]


class WatchedTools(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Runs tool calls one after the other, and answers a failure in words, to model and reader."""

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolAnswer]],
    ) -> ToolAnswer:
        call = request.tool_call
        call_id, name = call["id"] or "", call["name"]
        turn = cast(RunContext, request.runtime.context).turn
        async with turn.one_tool(call_id, name):
            with watched_tool(call_id, name) as seen:
                answer, summary = await _answered(request, handler)
                failed = isinstance(answer, ToolMessage) and answer.status == "error"
                seen.outcome = "failed" if failed else "done"
            if isinstance(answer, ToolMessage) and failed:
                await turn.tool_failed(call_id, name, call["args"], str(answer.content), summary)
            return answer


async def _answered(
    request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[ToolAnswer]]
) -> tuple[ToolAnswer, str]:
    """The tool's answer, and what to tell people where it is an error."""
    call_id = request.tool_call["id"] or ""
    try:
        answer = await handler(request)
    except KitchenError as error:
        return _refusal(call_id, error.detail), error.detail
    except Exception:
        log.exception("tool failed")
        summary = "That did not work, and nothing was changed."
        return _refusal(call_id, summary), summary
    return answer, "The assistant asked for this in a way that does not work."


def _refusal(call_id: str, reason: str) -> ToolMessage:
    return ToolMessage(reason, tool_call_id=call_id, status="error")


class ThinkingAloud(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Asks the model itself: its text goes to the turn as it comes, and the graph, which would
    make a message of every word, sees only whole ones."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._model = model
        self._tools = [convert_to_openai_tool(tool) for tool in TOOLS]

    async def awrap_model_call(
        self,
        request: ModelRequest[RunContext],
        handler: Callable[[ModelRequest[RunContext]], Awaitable[ModelResponse[Any]]],
    ) -> AIMessage:
        del handler
        context = request.runtime.context
        context.model_calls += 1
        if context.model_calls > MOST_MODEL_CALLS:  # the graph's own limits are steps of their own
            raise TurnFailed(
                "assistant_going_round",
                "The assistant went round in circles. Ask for less at once.",
            )
        tell = context.tell
        with watched_model(self._model) as count:
            message = await self._model.reply(
                request.messages, self._tools, lambda text: tell((text, None))
            )
            if used := message.usage_metadata:
                counted = {name: used[name] for name in ("input_tokens", "output_tokens")}
                tell(("", counted))
                count(counted)
        return message


class Agent:
    """Built once a process: the graph is the same for every turn."""

    def __init__(self, model: Model) -> None:
        langsmith.configure(enabled=False)  # whatever the environment says: what is said stays here
        middleware = [ThinkingAloud(model), WatchedTools()]
        self._graph = create_agent(model, TOOLS, middleware=middleware, context_schema=RunContext)

    async def answer(
        self,
        question: str,
        history: Iterable[StoredMessage],
        turn: TurnTools,
        *,
        soon: Sequence[IngredientRead] = (),
    ) -> AsyncGenerator[Spoken, None]:
        """The answer's text as it comes, with the tokens used where the model tells.

        Tools run in between, through `turn`; `soon` is what expires. TurnFailed where the model
        cannot go on.
        """
        said: asyncio.Queue[Spoken | None] = asyncio.Queue()
        prompt = SystemMessage(system_prompt(date.today(), soon))  # noqa: DTZ011 (the server's day)
        messages = [prompt, *build_history(history, question)]
        run = self._run(messages, RunContext(turn, said.put_nowait))
        running = asyncio.create_task(run)
        running.add_done_callback(lambda _: said.put_nowait(None))
        try:
            while piece := await said.get():
                yield piece
            await running
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _run(self, messages: list[BaseMessage], context: RunContext) -> None:
        state: Any = {"messages": messages}
        config = RunnableConfig(recursion_limit=MOST_STEPS)
        await self._graph.ainvoke(state, config, context=context)
