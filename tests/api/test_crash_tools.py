"""Kill the kitchen while the assistant acts: each write is there with its step, or neither is."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.crashing import (
    check_interrupted,
    crashing,
    kill,
    killed_in,
    read_until_killed,
    restarted,
    status,
)
from tests.api.stopping import held_in_a_tool
from tests.factories import check_refused
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.sse import Answer

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})


def test_a_kill_while_a_tool_writes_writes_nothing(database_url: str, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(call(EGGS, before="Let me see.", gate=gate), say("Added."))
    with crashing(database_url, model) as (cook, doomed):
        with cook.asking(script.question()) as events:
            read = [next(events)]
            with held_in_a_tool(cook, gate):
                kill(doomed)
                read += [event for _, event in read_until_killed(events)]
        assert status("started")(read)
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == []
            assert (survivor.names("/ingredients"), survivor.ok("GET", "/changes")) == ([], [])


def test_a_kill_between_a_tools_write_and_its_answer_keeps_the_write(
    database_url: str, model: FakeModel
) -> None:
    script = model.script(call(EGGS, before="Let me see."), say(Gate(), "Added."))
    with crashing(database_url, model) as (cook, doomed):
        read = killed_in(cook, doomed, script, when=status("finished"))
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == Answer(read).named("tool")
            (change,) = survivor.ok("GET", "/changes")
            assert now.named("tool")[-1]["change_ids"] == [change["id"]]
            assert survivor.names("/ingredients") == ["eggs"]


@pytest.mark.parametrize("approve", [True, False])
def test_a_proposal_outlives_a_kill_and_is_decided_once(
    database_url: str, model: FakeModel, approve: bool
) -> None:
    script = model.script(call(EGGS, before="May I?"), say("Well."))
    with crashing(database_url, model) as (cook, doomed):
        cook.ok("PATCH", "/auth/me", {"asks_first": True})
        read = killed_in(cook, doomed, script, when=status("proposed"))
        step = read[-1].data["id"]
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == Answer(read).named("tool")
            path = f"/chat/messages/{now.message_id}/decision"
            word = {"step": step, "approve": approve}
            with ThreadPoolExecutor(4) as pool:
                words = list(pool.map(lambda _: survivor.post(path, json=word), range(4)))
            assert sorted(one.status_code for one in words) == [200, 409, 409, 409]
            check_refused(survivor.post(path, json=word), 409, "already_decided")
            assert survivor.names("/ingredients") == (["eggs"] if approve else [])
            assert len(survivor.ok("GET", "/changes")) == approve
            last = survivor.session(now.session_id)["messages"][1]
            assert [step["status"] for step in last["steps"]] == (
                ["finished"] if approve else ["declined"]
            )
            assert last["status"] == "interrupted"
