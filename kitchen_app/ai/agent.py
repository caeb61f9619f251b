"""The agent: a model, the kitchen's tools, and bounds on how long it may go round."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware
from langchain.agents.middleware.types import AgentState, ToolCallRequest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from kitchen_app.ai.tools import TOOLS
from kitchen_app.ai.tools.base import RunContext, ToolAnswer, ToolRunner

MOST_MODEL_CALLS = 12  # in one turn
MOST_STEPS = 10 * MOST_MODEL_CALLS


class WatchedTools(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Hands every tool call to the turn, which tells its readers and survives its failures."""

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolAnswer]],
    ) -> ToolAnswer:
        call = request.tool_call
        turn = cast(RunContext, request.runtime.context).turn
        return await turn.watch_tool(
            call["id"] or "", call["name"], call["args"], lambda: handler(request)
        )


class Agent:
    """Built once a process: the graph is the same for every turn."""

    def __init__(self, model: BaseChatModel) -> None:
        middleware: list[AgentMiddleware[Any, Any, Any]] = [
            WatchedTools(),
            ModelCallLimitMiddleware(run_limit=MOST_MODEL_CALLS, exit_behavior="error"),
        ]
        self._graph = create_agent(model, TOOLS, middleware=middleware, context_schema=RunContext)

    async def stream(
        self, system_prompt: str, history: list[BaseMessage], turn: ToolRunner
    ) -> AsyncIterator[AIMessageChunk]:
        """The model's chunks as they come; tools run in between."""
        messages: Any = {"messages": [SystemMessage(system_prompt), *history]}
        stream = self._graph.astream(
            messages,
            RunnableConfig(recursion_limit=MOST_STEPS),
            context=RunContext(turn),
            stream_mode="messages",
        )
        async for message, _metadata in stream:
            if isinstance(message, AIMessageChunk):
                yield message
