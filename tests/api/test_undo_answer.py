"""Taking back what the assistant did: an answer, or one tool call of it, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, Json, Rows, check_refused, kept, rows_of
from tests.fake_openai import Call, FakeModel, call, say
from tests.journals import journal, undo


class Answered:
    """An answer for which the model called tools, and the kitchen before and after it."""

    def __init__(self, cook: Cook, model: FakeModel, *calls: Call) -> None:
        self._cook = cook
        self.before: Rows = kept(cook)
        answer = cook.ask(model.script(call(*calls), say("Done.")).question())
        self.after: Rows = kept(cook)
        self.session_id, self.id = answer.session_id, answer.message_id
        self.path = f"/chat/messages/{self.id}"

    @property
    def steps(self) -> list[Json]:
        found: list[Json] = self._cook.last_message(self.session_id)["steps"]
        return found

    def ask(self, what: str, **params: str) -> Any:
        return self._cook.post(f"{self.path}/{what}", params=params)

    def ok(self, what: str, **params: str) -> list[Json]:
        answer = self.ask(what, **params)
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()
        return found

    def refused(self, what: str, code: str, *, status: int = 409, **params: str) -> str:
        before = rows_of(self._cook.server, self._cook)
        detail: str = check_refused(self.ask(what, **params), status, code)["detail"]
        assert rows_of(self._cook.server, self._cook) == before
        return detail


def items(*names: str, **fields: Any) -> Json:
    return {"items": [{"name": name} | fields for name in names]}


@pytest.fixture
def answered(cook: Cook, model: FakeModel) -> Answered:
    """Three calls, of which the later change what the earlier wrote."""
    cook.stock("eggs", 6)
    cook.stock("milk", 1, "l")
    cook.recipe("Omelette", uses=["eggs"])
    return Answered(
        cook,
        model,
        Call("add_to_pantry", items("eggs", "flour", quantity=6)),
        Call("use_up", {"items": [{"name": "eggs", "quantity": 2}, {"name": "milk"}]}),
        Call("update_recipe", {"recipe": "Omelette", "servings": 2}),
        Call("read_pantry", {}),
    )


def test_a_whole_answer_is_undone_in_reverse_and_redone(cook: Cook, answered: Answered) -> None:
    assert answered.before != answered.after
    written = [change["id"] for change in journal(cook, message_id=answered.id)]
    assert len(written) == 5
    undone = answered.ok("undo")
    assert kept(cook) == answered.before
    assert [change["undoes"] for change in undone] == written, "the last one first"
    assert journal(cook)[:5] == undone[::-1]
    redone = answered.ok("redo")
    assert kept(cook) == answered.after
    assert [change["undoes"] for change in redone] == [change["id"] for change in undone[::-1]]
    answered.ok("undo")
    assert kept(cook) == answered.before
    assert [c["id"] for c in journal(cook, message_id=answered.id)] == written


def test_the_steps_say_what_is_undone(cook: Cook, answered: Answered) -> None:
    def undone() -> list[bool]:
        return [step["undone"] for step in answered.steps]

    assert undone() == [False] * 4
    answered.ok("undo")
    assert undone() == [True, True, True, False], "who wrote nothing has nothing to undo"
    answered.ok("redo", tool_call_id=answered.steps[0]["id"])
    assert undone() == [False, True, True, False]
    first = answered.steps[0]["change_ids"][0]
    of_eggs = journal(cook, entity_id=journal(cook)[-1]["entity_id"])
    assert first in [change["id"] for change in of_eggs]
    undo(cook, of_eggs[0])
    assert undone() == [False, True, True, False], "a part of it is still in effect"


def test_one_tool_call_is_undone_and_redone(cook: Cook, answered: Answered) -> None:
    adding, using, updating, _ = (step["id"] for step in answered.steps)
    (undone,) = answered.ok("undo", tool_call_id=updating)
    assert (undone["entity"], undone["after"]["servings"]) == ("recipe", None)
    answered.refused("undo", "already_undone", tool_call_id=updating)
    assert "eggs was changed again" in answered.refused(
        "undo", "changed_since", tool_call_id=adding
    )
    assert len(answered.ok("undo", tool_call_id=using)) == 2
    assert len(answered.ok("undo", tool_call_id=adding)) == 2
    assert kept(cook) == answered.before
    for call_id in (adding, using, updating):
        answered.ok("redo", tool_call_id=call_id)
    assert kept(cook) == answered.after


def test_what_is_undone_or_redone_already_stays_so(cook: Cook, answered: Answered) -> None:
    recipe, milk, *_ = journal(cook, message_id=answered.id)
    undo(cook, undo(cook, undo(cook, recipe)))
    redone = undo(cook, undo(cook, milk))
    undone = answered.ok("undo")
    assert kept(cook) == answered.before
    assert redone["id"] in [change["undoes"] for change in undone], "the redo is what stands"
    assert len(undone) == 4
    answered.refused("undo", "already_undone")
    assert len(answered.ok("redo")) == 5
    answered.refused("redo", "nothing_undone")
    assert kept(cook) == answered.after


def test_all_or_nothing_where_one_thing_was_changed_since(cook: Cook, answered: Answered) -> None:
    flour = next(row for row in cook.ok("GET", "/ingredients") if row["name"] == "flour")
    cook.ok("PATCH", f"/ingredients/{flour['id']}", {"quantity": 1})
    assert "flour was changed again" in answered.refused("undo", "changed_since")
    undo(cook, journal(cook)[0])
    answered.ok("undo")
    cook.stock("flour", 2)
    assert "another flour" in answered.refused("redo", "changed_since")


def test_what_else_was_done_stays(cook: Cook, answered: Answered) -> None:
    cook.stock("rice", 1, "kg")
    answered.ok("undo")
    assert cook.names("/ingredients") == ["eggs", "milk", "rice"]


def test_of_many_undos_and_redos_at_once_one_wins(cook: Cook, answered: Answered) -> None:
    for what, state in (("undo", answered.before), ("redo", answered.after)):
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(answered.ask, what) for _ in range(8)]
        assert sorted(one.result().status_code for one in asked) == [200] + [409] * 7
        assert kept(cook) == state


def test_an_answer_that_wrote_nothing_is_not_found(cook: Cook, model: FakeModel) -> None:
    nothing = Answered(cook, model, Call("read_pantry", {}))
    for what in ("undo", "redo"):
        nothing.refused(what, "change_not_found", status=404)


def test_no_tool_call_of_another_answer_is_found(cook: Cook, model: FakeModel) -> None:
    first = Answered(cook, model, Call("add_to_pantry", items("eggs")))
    second = Answered(cook, model, Call("add_to_pantry", items("milk")))
    other = second.steps[0]["id"]
    for call_id in (other, "", "no such", "é\u2028'", "x" * 200):
        first.refused("undo", "change_not_found", status=404, tool_call_id=call_id)
    for call_id in ("x" * 201, "\x00", "\x1b"):
        first.refused("undo", "invalid_request", status=422, tool_call_id=call_id)
    first.refused("undo", "invalid_request", status=422, call="1")


def test_a_foreign_answer_is_not_found_in_the_same_words_as_none(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, model: FakeModel
) -> None:
    theirs = Answered(new_cook(), model, Call("add_to_pantry", items("eggs")))
    cook.stock("eggs", 1)
    with cook.server.database.transaction() as connection:
        find = text("SELECT id FROM messages WHERE user_id = :user LIMIT 1")
        strangers = connection.execute(find, {"user": stranger.id}).scalar_one()
    before, said = rows_of(cook.server, cook), set()
    for message_id in (theirs.id, str(strangers), str(UUID(int=1))):
        for what in ("undo", "redo"):
            answer = cook.post(f"/chat/messages/{message_id}/{what}")
            said.add(
                check_refused(answer, 404, "change_not_found")["detail"].replace(message_id, "")
            )
    assert len(said) == 1
    assert rows_of(cook.server, cook) == before
    theirs.ok("undo")


def test_nothing_waits_for_ever_when_all_is_written_at_once(cook: Cook, model: FakeModel) -> None:
    """An undo locks what it puts back in another order than others lock it. Who would be the
    victim of a deadlock gets a 503, which no answer to a cook may be."""
    rows = [cook.stock("eggs", 6, unit) for unit in (None, "g", "ml")]
    answer = Answered(
        cook,
        model,
        Call("use_up", {"items": [{"name": "eggs", "fraction": 0.5}]}),
        Call("remove_from_pantry", {"names": ["eggs"]}),
        Call("add_to_pantry", items("eggs", quantity=1, unit="g")),
        Call("add_to_pantry", items("eggs", quantity=1, unit="ml")),
        Call("add_to_pantry", items("eggs", quantity=1)),
    )

    def rename(at: int) -> None:
        name = ("eggs", "milk")[at % 2]
        cook.put(
            f"/ingredients/{rows[at % 3]['id']}", json={"name": name, "unit": rows[at % 3]["unit"]}
        )

    def turn_back(at: int) -> None:
        answer.ask(("undo", "redo")[at % 2])

    def stock(at: int) -> None:
        cook.post(
            "/ingredients", json={"name": "eggs", "quantity": 1, "unit": (None, "g", "ml")[at % 3]}
        )

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(work, at) for at in range(40) for work in (turn_back, rename, stock)]
    for one in done:
        one.result()


def test_nothing_waits_for_ever_for_a_name_that_an_undo_takes_back(
    cook: Cook, model: FakeModel
) -> None:
    """The undo has the name and waits for the entry, whoever renames that for the name."""
    eggs, milk = cook.stock("eggs", 6), cook.stock("milk", 1)
    answer = Answered(
        cook,
        model,
        Call("use_up", {"items": [{"name": "eggs", "quantity": 1}]}),
        Call("remove_from_pantry", {"names": ["milk"]}),
    )
    path, renaming = f"/ingredients/{eggs['id']}", {"name": milk["name"], "quantity": 9}
    for _ in range(40):
        with ThreadPoolExecutor(2) as pool:
            undone = pool.submit(answer.ask, "undo")
            renamed = pool.submit(cook.put, path, json=renaming)
        assert {undone.result().status_code, renamed.result().status_code} == {200, 409}
        if undone.result().is_success:
            answer.ok("redo")
        else:
            undo(cook, journal(cook, entity_id=eggs["id"])[0])
        assert kept(cook) == answer.after
