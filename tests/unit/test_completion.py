"""A model's answer off the wire, in whatever pieces it comes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage

from kitchen_app.ai.completion import Completion
from kitchen_app.errors import TurnFailed
from tests.fake_openai import Call, Reply, call, say, unfinished
from tests.openai_wire import DONE, event, usage

LINE_ENDS = (b"\n", b"\r\n")


def wire(reply: Reply) -> bytes:
    """A reply as the server writes it."""
    return b"".join(
        part if isinstance(part, bytes) else b"data: %s\n\n" % json.dumps(part).encode()
        for part in reply.parts
    )


def heard(*received: bytes) -> tuple[list[str], AIMessage]:
    """What is said on the way, and the message in the end."""
    said: list[str] = []
    completion = Completion(said.append)
    for piece in received:
        completion.read(piece)
    return said, completion.message()


def calls(message: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    return [(one["name"], one["args"]) for one in message.tool_calls]


WORDS = ["Crème ", "brûlée", " 🍮", "\n\n", "data: ", "[DONE]"]
EGGS = Call("add_to_pantry", {"items": [{"name": "œufs", "quantity": 12}]})
FLOUR = Call("use_up", {"items": [{"name": "flour"}]}, id="call_2")


@given(st.data(), st.sampled_from(LINE_ENDS))
def test_wherever_the_wire_cuts_it_the_words_are_the_same(
    data: st.DataObject, line_end: bytes
) -> None:
    whole = wire(say(*WORDS)).replace(b"\n", line_end)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=20)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    said, message = heard(*pieces)
    assert said == WORDS
    assert message.content == "".join(WORDS)
    assert message.usage_metadata == {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}


@given(st.integers(1, 400), st.integers(1, 6))
def test_wherever_the_wire_cuts_them_calls_are_whole(size: int, parts: int) -> None:
    whole = wire(call(EGGS, FLOUR, before="One moment.", pieces=parts))
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    said, message = heard(*pieces)
    assert said == ["One moment."]
    assert calls(message) == [(EGGS.name, EGGS.arguments), (FLOUR.name, FLOUR.arguments)]


def test_what_is_no_data_is_passed_over() -> None:
    first, *rest = wire(say("Eggs.")).split(b"\n\n", 1)
    noise = b": still thinking\n\nevent: message\nid: 1\nretry: 5\n\n"
    said, _ = heard(noise, first, b"\n\n", noise, *rest)
    assert said == ["Eggs."]


def test_data_on_several_lines_is_one_event() -> None:
    lines = json.dumps(event({"content": "Eggs."}), indent=1).split("\n")
    whole = "\n".join(f"data:{line}" for line in lines).encode() + b"\n\n"
    assert heard(whole, wire(say("Flour.")))[0] == ["Eggs.", "Flour."]


def test_a_still_alive_is_no_event() -> None:
    said: list[str] = []
    completion = Completion(said.append)
    assert not completion.read(b": still alive\n\n")
    assert not completion.read(b"data: {")
    assert completion.read(b"}\n\n")


def test_what_was_said_before_the_nonsense_was_said() -> None:
    said: list[str] = []
    with pytest.raises(ValueError, match="Expecting property name"):
        Completion(said.append).read(wire(unfinished("So: ", b"data: {broken\n\n")))
    assert said == ["So: "]


def test_after_the_last_word_nothing_is_heard() -> None:
    assert heard(wire(say("Eggs.")), wire(say("And flour.")))[0] == ["Eggs."]


def test_of_what_was_used_the_last_word_counts() -> None:
    """Some servers count along in every event."""
    counting = {"content": "Eggs."}
    parts = (event(counting) | {"usage": {"prompt_tokens": 9, "completion_tokens": 1}},)
    _, message = heard(wire(unfinished(*parts)), wire(say()))
    assert message.usage_metadata == {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}
    _, message = heard(wire(unfinished(*parts, event({}, finish="stop"), DONE)))
    assert message.usage_metadata == {"input_tokens": 9, "output_tokens": 1, "total_tokens": 10}


def test_of_an_answer_in_parts_the_text_is_said() -> None:
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
    text = {"type": "text", "text": "Eggs."}
    said, _ = heard(wire(say(event({"content": [thought, text]}))))
    assert said == ["Eggs."]


def test_an_answer_without_its_end_is_none() -> None:
    with pytest.raises(TurnFailed) as failed:
        heard(wire(unfinished("Half ", usage(1, 1), DONE)))
    assert failed.value.code == "assistant_cut_off"
