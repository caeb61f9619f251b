"""A POST that is sent again with its `Idempotency-Key` does nothing, and is answered as before."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from kitchen_app.schemas.chat import ChatSend, SessionUpdate
from kitchen_app.services import asking, chat, request_keys, turns
from tests.api.conftest import MakeCook
from tests.api.test_undo import FLOUR, SOUP
from tests.factories import PASSWORD, Cook, Json, calling, check_refused, kept
from tests.fake_openai import Call, FakeModel, call, say
from tests.journals import journal, undo
from tests.sse import Answer, read_events

KEY = "Idempotency-Key"
EGGS: Json = {"name": "eggs", "quantity": 6}


def post(
    cook: Cook, path: str, body: Json | None = None, *, key: str | bytes = "key", **o: Any
) -> Any:
    raw = key if isinstance(key, bytes) else key.encode()
    return cook.post(path, json=body, headers={KEY.encode(): raw}, **o)


def age(cook: Cook, key: str, by: str) -> None:
    """Let this time pass for one of the cook's keys."""
    older = (
        "UPDATE request_keys SET created_at = now() - CAST(:by AS interval) "
        "WHERE user_id = :user AND key = :key"
    )
    with cook.server.database.transaction() as connection:
        connection.execute(text(older), {"user": cook.id, "key": key, "by": by})


def keys(cook: Cook) -> list[str]:
    """Those that are kept."""
    with cook.server.database.transaction() as connection:
        stored = text("SELECT key FROM request_keys WHERE user_id = :user ORDER BY key")
        return list(connection.execute(stored, {"user": cook.id}).scalars())


def same(first: Any, second: Any) -> None:
    """The second is the first one's answer, given again."""
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(("path", "body"), [("/recipes", SOUP), ("/ingredients", EGGS)])
def test_what_is_sent_again_is_written_once(cook: Cook, path: str, body: Json) -> None:
    first, second = post(cook, path, body), post(cook, path, body)
    assert first.status_code == 201
    same(first, second)
    assert len(journal(cook)) == 1
    third = post(cook, path, body, key="another")
    assert "Idempotency-Replayed" not in third.headers
    assert len(journal(cook)) == 2


def test_without_a_key_every_request_is_a_new_one(cook: Cook) -> None:
    answers = [cook.post("/recipes", json=SOUP) for _ in range(2)]
    assert len(cook.names("/recipes")) == 2
    assert all("Idempotency-Replayed" not in answer.headers for answer in answers)
    assert keys(cook) == []


def test_the_first_answer_stands_whatever_has_become_of_it(cook: Cook) -> None:
    first = post(cook, "/ingredients", EGGS)
    grown = post(cook, "/ingredients", EGGS, key="more")
    assert (grown.status_code, grown.json()["quantity"]) == (200, 12)
    cook.ok("DELETE", f"/ingredients/{first.json()['id']}")
    same(first, post(cook, "/ingredients", EGGS))
    same(grown, post(cook, "/ingredients", EGGS, key="more"))
    assert cook.names("/ingredients") == []


def test_an_undo_that_is_sent_again_undoes_once(cook: Cook, model: FakeModel) -> None:
    adding = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 0.25}]})
    answer = cook.ask(model.script(call(adding), say("Done.")).question())
    path = f"/chat/messages/{answer.message_id}"
    same(post(cook, f"{path}/undo"), post(cook, f"{path}/undo"))
    same(post(cook, f"{path}/redo", key="2"), post(cook, f"{path}/redo", key="2"))
    change = f"/changes/{journal(cook)[0]['id']}/undo"
    same(post(cook, change, key="3"), post(cook, change, key="3"))
    assert len(journal(cook)) == 4
    assert kept(cook) == []


def test_a_key_is_for_one_request(cook: Cook) -> None:
    post(cook, "/recipes", {"name": "Soup"})
    for path, body in (
        ("/recipes", {"name": "Other"}),
        ("/recipes", {"name": "Soup", "tags": []}),
        ("/recipes?x=1", {"name": "Soup"}),
        ("/ingredients", {"name": "Soup"}),
        (f"/changes/{journal(cook)[0]['id']}/undo", None),
    ):
        detail = check_refused(post(cook, path, body), 422, "idempotency_key_reused")["detail"]
        assert "key" in detail
    assert len(journal(cook)) == 1


def test_a_key_is_of_one_cook(cook: Cook, new_cook: MakeCook) -> None:
    other = new_cook()
    mine, theirs = post(cook, "/recipes", SOUP), post(other, "/recipes", SOUP)
    assert mine.json()["id"] != theirs.json()["id"]
    assert "Idempotency-Replayed" not in theirs.headers
    check_refused(post(other, "/recipes", FLOUR | {"name": "x"}), 422, "invalid_request")
    same(mine, post(cook, "/recipes", SOUP))
    same(theirs, post(other, "/recipes", SOUP))
    assert len(other.names("/recipes")) == 1


@pytest.mark.parametrize(
    "key", ["!", "~" * 200, 'a"b:c/%00', "0197c2c6-0000-7000-8000-000000000000"]
)
def test_a_key_is_any_visible_ascii(cook: Cook, key: str) -> None:
    same(post(cook, "/recipes", SOUP, key=key), post(cook, "/recipes", SOUP, key=key))
    assert keys(cook) == [key]


@pytest.mark.parametrize("key", [b"", b"a b", b"a\tb", b"\xc3\xa9", b"\xff", b"x" * 201])
def test_what_is_no_key_is_refused(cook: Cook, key: bytes) -> None:
    check_refused(post(cook, "/recipes", SOUP, key=key), 422, "invalid_idempotency_key")
    assert cook.names("/recipes") == []


def test_what_was_refused_may_be_tried_again(cook: Cook) -> None:
    eggs = cook.stock("eggs", 6)
    cook.ok("PATCH", f"/ingredients/{eggs['id']}", {"quantity": 3})
    changed, created = journal(cook)
    path = f"/changes/{created['id']}/undo"
    for _ in range(2):
        check_refused(post(cook, path), 409, "changed_since")
    assert keys(cook) == []
    undo(cook, changed)
    same(post(cook, path), post(cook, path))
    assert kept(cook) == []
    check_refused(post(cook, "/recipes", {"name": ""}, key="2"), 422, "invalid_request")
    assert post(cook, "/recipes", {"name": "Soup"}, key="2").status_code == 201


def test_a_key_is_kept_for_a_day(cook: Cook, new_cook: MakeCook) -> None:
    other = new_cook()
    first, theirs = post(cook, "/recipes", SOUP), post(other, "/recipes", SOUP)
    post(cook, "/recipes", SOUP, key="also")
    age(cook, "key", "23 hours 59 minutes")
    age(cook, "also", "24 hours")
    same(first, post(cook, "/recipes", SOUP))
    assert keys(cook) == ["key"], "who comes next takes out what has expired"
    age(cook, "key", "24 hours")
    later = post(cook, "/recipes", {"name": "Other"})
    assert later.status_code == 201
    same(later, post(cook, "/recipes", {"name": "Other"}))
    same(theirs, post(other, "/recipes", SOUP))


def test_a_key_means_nothing_but_to_a_post(cook: Cook) -> None:
    soup, key = cook.recipe("Soup"), {KEY: "x" * 300}
    path = f"/recipes/{soup['id']}"
    for method, body in (("GET", None), ("PUT", SOUP), ("PATCH", {"servings": 2})):
        answer = cook.request(method, path, json=body, headers=key)
        assert answer.is_success
        assert "Idempotency-Replayed" not in answer.headers
    assert cook.delete(path, headers=key).status_code == 204
    assert keys(cook) == []


def test_no_answer_with_a_token_is_kept(cook: Cook) -> None:
    account = {"username": cook.username, "password": PASSWORD}
    change = {"current_password": PASSWORD, "new_password": "another horse battery"}
    tokens = [post(cook, "/auth/login", account).json()["access_token"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    fresh = post(cook, "/auth/password", change, key="a b").json()["access_token"]
    cook.headers["Authorization"] = f"Bearer {fresh}"
    assert post(cook, "/auth/cookie").status_code == 204
    assert post(cook, "/auth/logout").status_code == 204
    assert keys(cook) == []


def test_who_is_signed_out_is_not_answered_again(cook: Cook) -> None:
    post(cook, "/recipes", SOUP)
    cook.ok("POST", "/auth/logout")
    check_refused(post(cook, "/recipes", SOUP), 401, "invalid_token")


def test_every_post_but_those_of_the_account_tells_of_the_key(cook: Cook) -> None:
    told = {}
    for path, methods in cook.ok("GET", "/openapi.json")["paths"].items():
        for method, operation in methods.items():
            named = {parameter["name"] for parameter in operation.get("parameters", ())}
            assert KEY not in named or method == "post"
            if method == "post":
                told[path] = KEY in named
    assert {path for path, tells in told.items() if not tells} == {
        path for path in told if path.startswith("/auth/")
    }
    assert sum(told.values()) >= 6


def test_the_largest_answer_there_is_is_given_again(cook: Cook) -> None:
    body = SOUP | {"steps": ["é" * 5_000] * 200}
    same(post(cook, "/recipes", body), post(cook, "/recipes", body))


def test_whatever_a_service_returns_is_returned_again(cook: Cook) -> None:
    call = calling(cook)

    def twice(key: str, service: Any, *arguments: Any) -> Any:
        def work(connection: Any, user: Any) -> Any:
            return service(connection, user, *arguments)

        first, second = (call(request_keys.once, key, "it", service, work) for _ in range(2))
        assert (first[1], second[1]) == (False, True)
        assert first[0] == second[0]
        return first[0]

    begun = twice("begin", asking.begin_turn, ChatSend(message="Got “eggs”?"))
    assert begun.user.id == cook.id
    assert twice("stop", turns.request_stop, begun.session_id) == begun
    twice("rename", chat.update_session, begun.session_id, SessionUpdate(title="Eggs"))
    assert twice("delete", chat.delete_session, begun.session_id) is None


def test_of_many_at_once_one_is_done_and_all_are_answered(cook: Cook) -> None:
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(post, cook, "/ingredients", FLOUR) for _ in range(8)]
    answers = [one.result() for one in asked]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 7
    assert len(journal(cook)) == 1


def test_nobody_waits_for_who_takes_out_what_has_expired(cook: Cook) -> None:
    post(cook, "/recipes", SOUP, key="old")
    age(cook, "old", "2 days")
    with cook.server.database.transaction() as connection:
        connection.execute(text("DELETE FROM request_keys WHERE user_id = :u"), {"u": cook.id})
        assert post(cook, "/recipes", SOUP).status_code == 201
    assert keys(cook) == ["key"]


def ask(cook: Cook, question: str) -> tuple[Answer, bool]:
    """The whole answer, and whether it was given again."""
    body = {"message": question}
    with cook.stream("POST", "/chat/send", json=body, headers={KEY: "key"}) as response:
        assert response.status_code == 200, response.read()
        events = list(read_events(response.iter_raw()))
        return Answer(events), "Idempotency-Replayed" in response.headers


def test_a_question_that_is_sent_again_is_asked_once(cook: Cook, model: FakeModel) -> None:
    adding = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 6}]})
    script = model.script(call(adding), say("Done, ", "done."))
    (first, anew), (second, again) = ask(cook, script.question()), ask(cook, script.question())
    assert (anew, again) == (False, True)
    assert second.events == first.events
    assert len(script.asked) == 2
    assert cook.session(first.session_id)["message_count"] == 2
    assert cook.ok("GET", "/ingredients")[0]["quantity"] == 6


def test_a_question_that_many_send_at_once_is_asked_once(cook: Cook, model: FakeModel) -> None:
    script = model.script(say("Half an ", "answer."))
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, cook, script.question()) for _ in range(6)]
    answers = [one.result() for one in asked]
    assert {answer.text for answer, _ in answers} == {"Half an answer."}
    assert {len(answer.events) for answer, _ in answers} == {len(answers[0][0].events)}
    assert sum(again for _, again in answers) == 5
    assert len(script.asked) == 1
