"""Chats of a settled cook in which something is stopped, taken back, or waits for a word."""

from collections.abc import Callable

from tests.factories import Cook
from tests.fake_openai import Call, FakeModel, Gate, Reply, call, say
from tests.sse import Event, read_events

PUMPKIN = "What goes with roast pumpkin?"
PANCAKES = "We made pancakes. I bought buttermilk and maple syrup, too."
SALMON = "We ate the salmon and the broccoli"

GOES_WITH = """\
Something sharp, something soft and something green:

- **Feta**, crumbled over while it is hot
- a spoon of *tahini* with lemon and garlic
- **sage leaves**, fried in but"""
BOUGHT = {
    "items": [
        {"name": "buttermilk", "quantity": 1, "unit": "l"},
        {"name": "maple syrup", "quantity": 250, "unit": "ml"},
    ]
}
FLOUR = {"items": [{"name": "plain flour", "quantity": 250, "unit": "g"}]}
EGGS = {"items": [{"name": "eggs", "quantity": 3}]}
EATEN = {"items": [{"name": "salmon fillets"}, {"name": "broccoli"}]}


def live(cook: Cook, model: FakeModel) -> None:
    """All of it; from then on the assistant asks first."""
    _change_ones_mind(cook, model)
    _take_back(cook, model)
    cook.ok("PATCH", "/auth/me", {"asks_first": True})
    _be_asked(cook, model)


def _change_ones_mind(cook: Cook, model: FakeModel) -> None:
    """A question that was edited; its answer was given again, and stopped."""
    _script(model, "Pumpkin?", say("A vegetable, or a fruit to botanists."))
    _script(model, PUMPKIN, say("Feta."), say(GOES_WITH, Gate()))
    asked = cook.ask("Pumpkin?")
    question = cook.session(asked.session_id)["messages"][0]["id"]
    again = {"message": PUMPKIN, "session_id": asked.session_id, "replaces": question}
    _stream(cook, "/chat/send", again, until=lambda event: "done" in event.data)
    _stream(cook, f"/chat/sessions/{asked.session_id}/regenerate", None, until=_speaks)
    cook.ok("POST", f"/chat/sessions/{asked.session_id}/stop")
    cook.ok("PATCH", f"/chat/sessions/{asked.session_id}", {"title": PUMPKIN})


def _take_back(cook: Cook, model: FakeModel) -> None:
    calls = (
        Call("use_up", FLOUR),
        Call("use_up", EGGS, id="call_2"),
        Call("add_to_pantry", BOUGHT, id="call_3"),
    )
    done = say("The pantry knows: **flour** and **eggs** are less, and there is *buttermilk*.")
    _script(model, PANCAKES, call(*calls), done)
    asked = cook.ask(PANCAKES)
    eggs = cook.last_message(asked.session_id)["steps"][1]["id"]
    cook.ok("POST", f"/chat/messages/{asked.message_id}/undo?tool_call_id={eggs}")


def _be_asked(cook: Cook, model: FakeModel) -> None:
    read = Call("read_pantry", {"search": "salmon"})
    eaten = Call("use_up", EATEN, id="call_2")
    _script(model, SALMON, call(read), call(eaten, before="Well done. Both leave the pantry?"))
    body = {"message": SALMON}
    _stream(cook, "/chat/send", body, until=lambda event: event.data.get("status") == "proposed")


def _script(model: FakeModel, question: str, *replies: Reply) -> None:
    model.scripts[question] = model.script(*replies)


def _speaks(event: Event) -> bool:
    return "token" in event.data


def _stream(cook: Cook, path: str, body: object, *, until: Callable[[Event], bool]) -> None:
    """Read so far, and hang up."""
    with cook.stream("POST", path, json=body) as answer:
        assert answer.status_code == 200, answer.read()
        assert any(until(event) for event in read_events(answer.iter_raw()))
