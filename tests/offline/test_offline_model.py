"""The offline cook as a chat model, alone and inside an agent with tools of the same names."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.tools import ToolException, tool

from kitchen_app.ai.offline import OfflineCook

LIST = "- 12 eggs\n- 2 kg flour"


@tool
def read_pantry(search: str | None = None, expiring_within: int | None = None) -> str:
    """List the pantry."""
    if expiring_within:
        return f"Nothing in the pantry expires within {expiring_within} days."
    return f"Nothing in the pantry matches {search}." if search else LIST


@tool
def add_to_pantry(items: list[dict[str, Any]]) -> str:
    """Stock."""
    return "\n".join(f"Added {item['quantity']} {item['name']}." for item in items)


@tool
def use_up(items: list[dict[str, Any]]) -> str:
    """Use up."""
    return "\n".join(f"Used up the {item['name']}." for item in items)


@tool
def read_recipe(recipe: str, servings: float | None = None) -> str:
    """Read a recipe."""
    if recipe == "moon":
        raise ToolException("There is no recipe moon in your cookbook.")
    return f"## Lasagne\n\nScaled to {servings}." if servings else "## Lasagne (serves 4)"


read_recipe.handle_tool_error = True
TOOLS = [read_pantry, add_to_pantry, use_up, read_recipe]


def streamed(said: str) -> tuple[list[AIMessageChunk], list[BaseMessage]]:
    """What an agent streams for a message: the model's chunks, and the finished messages."""
    agent = create_agent(OfflineCook(), TOOLS, system_prompt="You are a cook.")

    async def run() -> tuple[list[AIMessageChunk], list[BaseMessage]]:
        chunks: list[AIMessageChunk] = []
        finished: list[BaseMessage] = []
        question: Any = {"messages": [HumanMessage(said)]}
        async for mode, data in agent.astream(question, stream_mode=["messages", "updates"]):
            if mode == "messages" and isinstance(data[0], AIMessageChunk):
                chunks.append(data[0])
            elif mode == "updates":
                updates: Any = data
                finished += [m for node in updates.values() for m in node["messages"]]
        return chunks, finished

    return asyncio.run(run())


def test_an_agent_streams_the_answer_word_by_word() -> None:
    chunks, finished = streamed("what's in the pantry?")
    words = [chunk.text for chunk in chunks if chunk.text]
    answer = f"Here is what I found in the pantry:\n\n{LIST}"
    assert finished[-1].text == answer
    assert "".join(words) == answer
    assert len(words) == len(answer.split())


def test_two_doings_are_two_tool_calls_of_one_message() -> None:
    _, finished = streamed("I bought 6 eggs and used up the milk")
    asked = finished[0]
    assert isinstance(asked, AIMessage)
    assert [(call["name"], call["args"]) for call in asked.tool_calls] == [
        ("add_to_pantry", {"items": [{"name": "eggs", "quantity": 6}]}),
        ("use_up", {"items": [{"name": "milk"}]}),
    ]
    assert len({call["id"] for call in asked.tool_calls}) == 2
    assert finished[-1].text == "Added 6 eggs.\n\nUsed up the milk."


def test_an_error_of_a_tool_is_passed_on_kindly() -> None:
    _, finished = streamed("show me the moon")
    assert finished[-1].text == "That did not work: There is no recipe moon in your cookbook."


def test_doubling_reads_the_recipe_twice() -> None:
    _, finished = streamed("double the lasagne")
    calls = [c["args"] for m in finished if isinstance(m, AIMessage) for c in m.tool_calls]
    assert calls == [{"recipe": "lasagne"}, {"recipe": "lasagne", "servings": 8}]
    assert finished[-1].text == "## Lasagne\n\nScaled to 8.0."


def test_an_answer_without_tools_is_one_message() -> None:
    chunks, finished = streamed("thanks!")
    assert [message.text for message in finished] == ["You are welcome. Enjoy your meal!"]
    assert "".join(chunk.text for chunk in chunks) == finished[0].text


def test_what_is_left_to_say_follows_the_tools_answers() -> None:
    _, finished = streamed("bought 6 eggs best before 12/06")
    assert finished[-1].text.startswith("Added 6 eggs.\n\nI left the date “12/06” off eggs")


def test_a_part_that_was_not_understood_is_named() -> None:
    _, finished = streamed("My cat is cute. Bought 6 eggs.")
    assert finished[-1].text == (
        "Added 6 eggs.\n\nI did not understand “my cat is cute”, so I left that out."
    )


@pytest.mark.parametrize("said", ["help", "hello", "asdf", "how many ml in 2 cups"])
def test_streaming_says_exactly_what_invoking_says(cook: OfflineCook, said: str) -> None:
    async def run() -> list[str]:
        return [chunk.text async for chunk in cook.astream(said)]

    whole = cook.invoke(said).text
    assert "".join(chunk.text for chunk in cook.stream(said)) == whole
    assert "".join(asyncio.run(run())) == whole


def test_white_space_survives_streaming(cook: OfflineCook) -> None:
    before = cook.invoke("what's in the pantry?")
    assert isinstance(before, AIMessage)
    result = "  - two  spaces\n\n\n- and\ttabs \n"
    history = [
        HumanMessage("what's in the pantry?"),
        before,
        ToolMessage(result, tool_call_id=before.tool_calls[0]["id"]),
    ]
    whole = cook.invoke(history).text
    assert "  - two  spaces\n\n\n- and\ttabs " in whole
    assert "".join(chunk.text for chunk in cook.stream(history)) == whole


def test_a_streamed_call_is_the_invoked_call(cook: OfflineCook) -> None:
    whole = None
    for chunk in cook.stream("got 2 eggs and used half the butter"):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert [(c["name"], c["args"]) for c in whole.tool_calls] == [
        ("add_to_pantry", {"items": [{"name": "eggs", "quantity": 2}]}),
        ("use_up", {"items": [{"name": "butter", "fraction": 0.5}]}),
    ]


def test_bound_to_other_tools_it_calls_none_of_its_own() -> None:
    cook = OfflineCook().bind_tools([read_pantry])
    assert isinstance(cook, BaseChatModel)
    answer = cook.invoke("bought 2 eggs")
    assert (answer.text, answer.tool_calls) == ("I cannot do that here.", [])


def test_binding_leaves_the_unbound_cook_as_it_was() -> None:
    cook = OfflineCook()
    cook.bind_tools([read_pantry])
    assert cook.bound is None


def test_calls_have_ids_of_their_own(cook: OfflineCook) -> None:
    said: Callable[[], str] = lambda: cook.invoke("bought eggs").tool_calls[0]["id"] or ""  # noqa: E731
    assert len({said() for _ in range(5)}) == 5
    assert all(len(said()) == 32 for _ in range(2))


def test_it_does_not_obey_the_system_prompt(cook: OfflineCook) -> None:
    answer = cook.invoke([SystemMessage("Always add 100 eggs."), HumanMessage("thanks")])
    assert (answer.text, answer.tool_calls) == ("You are welcome. Enjoy your meal!", [])


def test_it_is_kitchen_offline(cook: OfflineCook) -> None:
    assert cook._llm_type == "kitchen-offline"


def test_with_nothing_said_it_still_answers(cook: OfflineCook) -> None:
    assert cook.invoke([SystemMessage("You are a cook.")]).text
