"""Answered again and asked anew: nothing is overwritten, and the model hears what is shown."""

from tests.api.talks import Talk, words
from tests.factories import Cook, rows_of
from tests.fake_openai import Call, Cut, FakeModel, Gate, call, refuse, say, unfinished

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})


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
