"""Answered again and asked anew: nothing is overwritten, and the model hears what is shown."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, Json, check_refused, rows_of
from tests.fake_openai import Asked, Call, Cut, FakeModel, Gate, call, refuse, say, unfinished

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})


class Talk:
    """A cook's session, in which the model answers what the test says."""

    def __init__(self, cook: Cook, model: FakeModel) -> None:
        self.cook = cook
        self.model = model
        self.id: str = ""
        self.heard: list[Asked] = []

    def ask(self, question: str, answer: str, *, replaces: str | None = None) -> Json:
        """The stored question and answer."""
        script = self.model.script(say(answer))
        told = self.cook.ask(script.question(question), self.id or None, replaces=replaces)
        self.id = told.session_id
        self.heard += script.asked
        return self.messages()[-1]

    def again(self, message_id: str | None = None, *, answer: str) -> Json:
        """The new answer to a question that was asked before."""
        script = self.model.scripts[self._mark(message_id)]
        script.replies = (*script.replies[: len(script.asked)], say(answer))
        self.cook.answer_again(self.id, message_id)
        self.heard.append(script.asked[-1])
        return self.messages()[-1]

    def _mark(self, message_id: str | None) -> str:
        shown = self.messages()
        answer = message_id or shown[-1]["id"]
        at = [message["id"] for message in shown].index(answer)
        return str(shown[at - 1]["content"]).partition("⟦")[2].rstrip("⟧")

    def show(self, message_id: str) -> None:
        self.cook.ok("PATCH", f"/chat/sessions/{self.id}", {"version": message_id})

    def messages(self) -> list[Json]:
        found: list[Json] = self.cook.session(self.id)["messages"]
        return found

    def shown(self) -> list[str]:
        """What the conversation says, without the marks."""
        return [words(message["content"]) for message in self.messages()]

    def told(self) -> list[str]:
        """What the model was told of the conversation the last time, without the system prompt."""
        said = [one for one in self.heard[-1].messages if one["role"] in ("user", "assistant")]
        return [words(one["content"]) for one in said]


def words(text: str) -> str:
    return text.partition(" ⟦")[0]


@pytest.fixture
def talk(cook: Cook, model: FakeModel) -> Talk:
    """Two questions and their answers."""
    talk = Talk(cook, model)
    talk.ask("First?", "One.")
    talk.ask("Second?", "Two.")
    return talk


def test_answered_again_there_are_two_versions_and_the_new_one_shows(talk: Talk) -> None:
    before = talk.messages()
    new = talk.again(answer="Two, better.")
    assert talk.shown() == ["First?", "One.", "Second?", "Two, better."]
    assert talk.told() == ["First?", "One.", "Second?"]
    assert new["versions"] == [before[-1]["id"], new["id"]]
    assert talk.messages()[:-1] == before[:-1]
    talk.show(before[-1]["id"])
    old = before[-1] | {"versions": new["versions"]}
    assert talk.messages() == [*before[:-1], old]


def test_an_earlier_answer_may_be_given_again_and_what_followed_stays(talk: Talk) -> None:
    first, answer, *_ = before = talk.messages()
    new = talk.again(answer["id"], answer="One, better.")
    assert talk.shown() == ["First?", "One, better."]
    assert talk.told() == ["First?"]
    assert talk.messages()[0] == first
    talk.ask("Third?", "Three.")
    assert talk.told() == ["First?", "One, better.", "Third?"]
    talk.show(answer["id"])
    assert talk.shown() == [words(one["content"]) for one in before]
    talk.show(new["id"])
    assert talk.shown() == ["First?", "One, better.", "Third?", "Three."]


def test_a_question_asked_anew_branches_there(talk: Talk) -> None:
    before = talk.messages()
    talk.ask("Second, I mean?", "Two, I see.", replaces=before[2]["id"])
    assert talk.shown() == ["First?", "One.", "Second, I mean?", "Two, I see."]
    assert talk.told() == ["First?", "One.", "Second, I mean?"]
    question = talk.messages()[2]
    assert question["versions"] == [before[2]["id"], question["id"]]
    assert talk.messages()[3]["versions"] == [talk.messages()[3]["id"]]
    talk.show(before[2]["id"])
    assert talk.shown() == ["First?", "One.", "Second?", "Two."]


def test_the_first_question_may_be_asked_anew_too(talk: Talk) -> None:
    session = talk.cook.session(talk.id)
    talk.ask("Once more?", "Anew.", replaces=session["messages"][0]["id"])
    assert talk.shown() == ["Once more?", "Anew."]
    assert talk.told() == ["Once more?"]
    assert talk.cook.session(talk.id)["title"] == session["title"]
    talk.show(session["messages"][0]["id"])
    assert talk.shown() == ["First?", "One.", "Second?", "Two."]


def test_a_version_of_a_version_is_one_more_of_the_same(talk: Talk) -> None:
    first = talk.messages()[2]["id"]
    talk.ask("Second b?", "b", replaces=first)
    second = talk.messages()[2]["id"]
    talk.ask("Second c?", "c", replaces=second)
    talk.ask("Second d?", "d", replaces=first)
    versions = talk.messages()[2]["versions"]
    assert versions[:2] == [first, second]
    seen = []
    for version in versions:
        talk.show(version)
        seen.append(talk.shown()[2])
        assert talk.messages()[2]["versions"] == versions
    assert seen == ["Second?", "Second b?", "Second c?", "Second d?"]


def test_a_version_is_shown_with_the_newest_that_followed_it(talk: Talk) -> None:
    """At each fork below it, the version that was made last."""
    first, one, second, _ = (message["id"] for message in talk.messages())
    talk.again(answer="Two, better.")
    talk.ask("Third?", "Three.")
    talk.again(answer="Three, better.")
    newest = ["First?", "One.", "Second?", "Two, better.", "Third?", "Three, better."]
    talk.ask("Elsewhere?", "There.", replaces=first)
    for version in (first, one, second):
        talk.show(version)
        assert talk.shown() == newest


def test_one_goes_on_from_what_is_shown(talk: Talk) -> None:
    old = talk.messages()[-1]["id"]
    talk.again(answer="Two, better.")
    talk.show(old)
    talk.ask("Third?", "Three.")
    assert talk.told() == ["First?", "One.", "Second?", "Two.", "Third?"]
    assert talk.shown() == ["First?", "One.", "Second?", "Two.", "Third?", "Three."]


def test_what_was_done_in_another_version_is_not_told_to_the_model(
    cook: Cook, model: FakeModel
) -> None:
    script = model.script(call(EGGS), say("Added."), say("Better not."), say("Fine."))
    first = cook.ask(script.question())
    cook.answer_again(first.session_id)
    cook.ask(script.question(), first.session_id)
    assert script.asked[1].said("tool") == ["Added 12 eggs."]
    assert script.asked[2].said("tool") == script.asked[3].said("tool") == []
    cook.ok("PATCH", f"/chat/sessions/{first.session_id}", {"version": first.message_id})
    cook.ask(script.question(), first.session_id)
    assert script.asked[4].said("tool") == ["Added 12 eggs."]
    assert script.asked[4].said("assistant") == ["", "Added."]


def test_an_answer_that_ended_badly_may_be_given_again(cook: Cook, model: FakeModel) -> None:
    script = model.script(unfinished("Half ", Cut()), refuse(401), say(), say("Whole."))
    session_id = cook.ask(script.question()).session_id
    for _ in range(3):
        cook.answer_again(session_id)
    question, answer = cook.session(session_id)["messages"]
    assert (answer["content"], answer["status"]) == ("Whole.", "complete")
    assert len(answer["versions"]) == 4
    assert [len(asked.messages) for asked in script.asked] == [2, 2, 2, 2]
    assert question["versions"] == [question["id"]]


def test_a_stopped_answer_may_be_given_again(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("So far", gate), say("Whole."))
    with cook.asking(script.question()) as events:
        session_id = next(events).data["session_id"]
        assert gate.reached.wait(20)
        cook.stop(session_id)
    assert cook.answer_again(session_id).text == "Whole."


def test_what_another_version_says_is_found_and_counted_and_goes_with_the_session(
    talk: Talk,
) -> None:
    """A session is found by all that was ever said in it, shown or not."""
    before = rows_of(talk.cook.server, talk.cook)
    other = Talk(talk.cook, talk.model)
    other.ask("Where is the saffron?", "On the cardamom.")
    other.again(answer="On the shelf.")
    other.ask("Where is the salt?", "On the table.", replaces=other.messages()[0]["id"])
    assert other.shown() == ["Where is the salt?", "On the table."]
    for word in ("saffron", "cardamom", "shelf", "salt"):
        found = talk.cook.ok("GET", "/chat/sessions", params={"q": word})
        assert [session["id"] for session in found] == [other.id], word
    assert other.cook.session(other.id)["message_count"] == 5
    talk.cook.ok("DELETE", f"/chat/sessions/{other.id}")
    assert rows_of(talk.cook.server, talk.cook) == before


def test_pages_follow_the_path_that_is_shown(talk: Talk) -> None:
    for number in range(3, 6):
        talk.ask(f"Number {number}?", f"{number}.")
    long = talk.messages()
    talk.ask("Second b?", "b", replaces=long[2]["id"])
    short = talk.messages()

    def pages(path: str) -> list[list[str]]:
        found = []
        while True:
            answer = talk.cook.get(path)
            found.append([message["id"] for message in answer.json()["messages"]])
            if "next" not in answer.links:
                return found
            path = answer.links["next"]["url"]

    path = f"/chat/sessions/{talk.id}?limit=3"
    ids = [message["id"] for message in short]
    assert pages(path) == [ids[1:], ids[:1]]
    before_hidden = pages(f"{path}&before={long[7]['id']}")
    hidden = [message["id"] for message in long]
    assert before_hidden == [hidden[4:7], hidden[1:4], hidden[:1]]
    assert pages(f"{path}&before={ids[0]}") == [[]]


def test_a_page_before_no_message_of_the_session_is_none(
    talk: Talk, stranger: Stranger, model: FakeModel
) -> None:
    theirs = stranger.session(stranger.session_id)["messages"][-1]["id"]
    other = talk.cook.ask(model.script(say("Other.")).question()).message_id
    for message_id in (theirs, other, talk.id, str(uuid4())):
        refused = talk.cook.get(f"/chat/sessions/{talk.id}?before={message_id}")
        check_refused(refused, 404, "message_not_found")


@pytest.fixture
def foreign(talk: Talk, new_cook: MakeCook, stranger: Stranger, model: FakeModel) -> list[str]:
    """Ids of messages that are not in the session."""
    other = talk.cook.ask(model.script(say("Other.")).question())
    someone = new_cook().ask(model.script(say("Theirs.")).question())
    return [
        *(message["id"] for message in stranger.session(stranger.session_id)["messages"]),
        *(message["id"] for message in talk.cook.session(other.session_id)["messages"]),
        someone.message_id,
        someone.session_id,
        talk.id,
        str(uuid4()),
    ]


def test_only_what_is_in_the_session_is_shown_answered_or_replaced(
    talk: Talk, foreign: list[str]
) -> None:
    before = rows_of(talk.cook.server, talk.cook)
    question, answer = (message["id"] for message in talk.messages()[-2:])
    session, send = f"/chat/sessions/{talk.id}", {"message": "Hm?", "session_id": talk.id}
    for wrong in foreign:
        check_refused(talk.cook.patch(session, json={"version": wrong}), 404, "message_not_found")
    for wrong in (*foreign, question):
        refused = talk.cook.post(f"{session}/regenerate", params={"message_id": wrong})
        check_refused(refused, 404, "message_not_found")
    for wrong in (*foreign, answer):
        refused = talk.cook.post("/chat/send", json=send | {"replaces": wrong})
        check_refused(refused, 404, "message_not_found")
    assert [row for row in rows_of(talk.cook.server, talk.cook) if row[0] != "logins"] == [
        row for row in before if row[0] != "logins"
    ]


def test_a_strangers_session_has_no_versions_for_others(cook: Cook, stranger: Stranger) -> None:
    question, answer = (m["id"] for m in stranger.session(stranger.session_id)["messages"][:2])
    session = f"/chat/sessions/{stranger.session_id}"
    body = {"message": "Hm?", "session_id": stranger.session_id, "replaces": question}
    tries = [
        cook.post(f"{session}/regenerate"),
        cook.post(f"{session}/regenerate", params={"message_id": answer}),
        cook.post("/chat/send", json=body),
        cook.patch(session, json={"version": answer}),
    ]
    for refused in tries:
        check_refused(refused, 404, "session_not_found")


@pytest.mark.parametrize("nonsense", ["", "x", "1", "null", "0" * 31, "../1"])
def test_nonsense_is_no_version(talk: Talk, nonsense: str) -> None:
    session = f"/chat/sessions/{talk.id}"
    tries: list[Any] = [
        talk.cook.post(f"{session}/regenerate", params={"message_id": nonsense}),
        talk.cook.post(
            "/chat/send", json={"message": "a", "session_id": talk.id, "replaces": nonsense}
        ),
        talk.cook.patch(session, json={"version": nonsense}),
    ]
    for refused in tries:
        check_refused(refused, 422, "invalid_request")


def test_what_a_request_leaves_out_or_adds_is_refused(talk: Talk) -> None:
    session, question = f"/chat/sessions/{talk.id}", talk.messages()[0]["id"]
    tries: list[Any] = [
        talk.cook.post("/chat/send", json={"message": "a", "replaces": question}),
        talk.cook.patch(session, json={}),
        talk.cook.patch(session, json={"version": None}),
        talk.cook.post(f"{session}/regenerate", params={"message": "x"}),
    ]
    for refused in tries:
        check_refused(refused, 422, "invalid_request")


def test_while_an_answer_runs_nothing_else_begins_or_is_shown(talk: Talk) -> None:
    question, answer = (message["id"] for message in talk.messages()[-2:])
    gate = Gate()
    script = talk.model.script(say("Three", gate, "."))
    session, send = f"/chat/sessions/{talk.id}", {"message": "a", "session_id": talk.id}
    with talk.cook.asking(script.question("Third?"), talk.id) as events:
        next(events)
        for refused in (
            talk.cook.post("/chat/send", json=send),
            talk.cook.post("/chat/send", json=send | {"replaces": question}),
            talk.cook.post(f"{session}/regenerate"),
            talk.cook.post(f"{session}/regenerate", params={"message_id": answer}),
            talk.cook.patch(session, json={"version": answer}),
            talk.cook.patch(session, json={"version": answer, "title": "Not now"}),
        ):
            check_refused(refused, 409, "turn_in_progress")
        assert talk.cook.ok("PATCH", session, {"title": "Sunday"})["title"] == "Sunday"
        gate.open()
        assert list(events)[-1].data == {"done": True}
    assert talk.shown() == ["First?", "One.", "Second?", "Two.", "Third?", "Three."]
    talk.show(answer)
