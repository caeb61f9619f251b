"""Long sessions come by pages, and sessions are found by what was said in them."""

from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from kitchen_app.models.base import new_id
from kitchen_app.services.branches import MESSAGES, SESSIONS
from tests.api.conftest import MakeCook, Stranger
from tests.factories import SECRET, Cook, Json, check_refused
from tests.fake_openai import Call, FakeModel, call, say


def long_session(cook: Cook, model: FakeModel, *, messages: int) -> str:
    """A session with so many messages, numbered from 0."""
    first = cook.ask(model.script(say("1")).question("0"))
    ids = [UUID(first.message_id), *(new_id() for _ in range(2, messages))]
    rows = [
        {
            "user_id": cook.id,
            "id": message_id,
            "session_id": first.session_id,
            "parent_id": before,
            "role": "user" if number % 2 == 0 else "assistant",
            "content": str(number),
            "status": "complete",
        }
        for number, (before, message_id) in enumerate(pairwise(ids), 2)
    ]
    with cook.server.database.transaction() as session:
        session.execute(insert(MESSAGES), rows)
        session.execute(
            update(SESSIONS).where(SESSIONS.c.user_id == cook.id).values(leaf_id=ids[-1])
        )
    return first.session_id


def pages_of(cook: Cook, path: str) -> Iterator[list[str]]:
    """Its pages from the newest on, by the Link headers alone, as what each message says."""
    answer = cook.get(path)
    while True:
        yield [message["content"].partition(" ")[0] for message in answer.json()["messages"]]
        if "next" not in answer.links:
            return
        answer = cook.get(answer.links["next"]["url"])


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_a_session_begins_with_its_newest_hundred_messages(cook: Cook, model: FakeModel) -> None:
    session_id = long_session(cook, model, messages=203)
    found = list(pages_of(cook, f"/chat/sessions/{session_id}"))
    assert found == [numbers(103, 202), numbers(3, 102), numbers(0, 2)]
    assert cook.session(session_id)["message_count"] == 203


@pytest.mark.parametrize("limit", [1, 3, 7, 8, 200])
def test_pages_have_the_size_that_is_asked_for(cook: Cook, model: FakeModel, limit: int) -> None:
    session_id = long_session(cook, model, messages=7)
    found = list(pages_of(cook, f"/chat/sessions/{session_id}?limit={limit}"))
    assert [one for page in reversed(found) for one in page] == numbers(0, 6)
    assert {len(page) for page in found[:-1]} <= {limit}


def test_an_older_page_has_the_steps_of_its_own_messages(cook: Cook, model: FakeModel) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    session_id = cook.ask(model.script(call(eggs), say("Added.")).question()).session_id
    cook.ask(model.script(say("Hm.")).question(), session_id)
    newest = cook.ok("GET", f"/chat/sessions/{session_id}?limit=2")["messages"]
    assert [message["steps"] for message in newest] == [[], []]
    path = f"/chat/sessions/{session_id}?limit=2&before={newest[0]['id']}"
    (step,) = cook.ok("GET", path)["messages"][1]["steps"]
    assert step["change_ids"] == [change["id"] for change in cook.ok("GET", "/changes")]


def test_before_a_strangers_message_there_is_nothing_of_theirs(
    cook: Cook, model: FakeModel, stranger: Stranger
) -> None:
    session_id = long_session(cook, model, messages=4)
    theirs = stranger.session(stranger.session_id)["messages"][-1]["id"]
    answer = cook.get(f"/chat/sessions/{session_id}?before={theirs}")
    check_refused(answer, 404, "message_not_found")
    answer = cook.get(f"/chat/sessions/{stranger.session_id}?before={theirs}&limit=1")
    check_refused(answer, 404, "session_not_found")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "before=x", "after=1"])
def test_a_page_that_is_none_is_refused(cook: Cook, model: FakeModel, query: str) -> None:
    session_id = cook.ask(model.script(say("Hm.")).question()).session_id
    answer = cook.get(f"/chat/sessions/{session_id}?{query}")
    check_refused(answer, 422, "invalid_request")


def find(cook: Cook, q: str, **params: str) -> list[str]:
    found: list[Json] = cook.ok("GET", "/chat/sessions", params={"q": q} | params)
    return [session["id"] for session in found]


@pytest.fixture
def asked(cook: Cook, model: FakeModel) -> dict[str, str]:
    """Sessions of the cook's, the last one used last."""
    said = {
        "brulee": ("How long does a Crème Brûlée take?", "Forty minutes in a bain-marie."),
        "bread": ("Which flour for bread?", "Strong flour, with berries if you like."),
        "leeks": ("What can I cook with leeks?", "A soup. Bread goes with it."),
    }
    return {
        name: cook.ask(model.script(say(answer)).question(question)).session_id
        for name, (question, answer) in said.items()
    }


FOUND = [
    ("creme brulee", ["brulee"]),
    ("CRÈME", ["brulee"]),
    ("bread", ["leeks", "bread"]),
    ("flour bread berry", ["bread"]),
    ("leek soups", ["leeks"]),
    ("bread leek", ["leeks"]),
    ("forty creme", ["brulee"]),
    ("bain-mar", ["brulee"]),
    ("bread brulee", []),
    ("reads", []),
    ("!?", []),
    ("'; DROP TABLE messages; --", []),
    ("a & b | !c:*", []),
]


@pytest.mark.parametrize(("q", "names"), FOUND)
def test_a_session_is_found_by_words_of_its_title_and_messages(
    cook: Cook, asked: dict[str, str], q: str, names: list[str]
) -> None:
    assert find(cook, q) == [asked[name] for name in names]


def test_no_words_find_every_session(cook: Cook, asked: dict[str, str]) -> None:
    assert find(cook, "  ") == [*reversed(asked.values())]


def test_a_session_is_found_by_its_new_title(cook: Cook, asked: dict[str, str]) -> None:
    cook.ok("PATCH", f"/chat/sessions/{asked['leeks']}", {"title": "Sunday’s déjeuner"})
    assert find(cook, "dejeuner sunday") == [asked["leeks"]]


@pytest.mark.usefixtures("asked")
def test_nobody_finds_anothers_session(cook: Cook, stranger: Stranger, new_cook: MakeCook) -> None:
    assert find(new_cook(), "bread") == []
    assert find(cook, SECRET) == []
    assert find(stranger, "bread") == []


def test_what_was_found_comes_by_pages_the_latest_used_first(
    cook: Cook, asked: dict[str, str], model: FakeModel
) -> None:
    cook.ask(model.script(say("Yes, bread.")).question("Bread?"), asked["brulee"])
    pages = list(cook.pages("/chat/sessions", q="bread", limit=1))
    found = [session["id"] for page in pages for session in page]
    assert found == [asked[name] for name in ("brulee", "leeks", "bread")]
    assert {len(page) for page in pages} == {1}


@pytest.mark.usefixtures("asked")
def test_a_search_and_the_whole_list_do_not_take_each_others_cursors(cook: Cook) -> None:
    for of_one, of_other in (({"q": "bread"}, {}), ({}, {"q": "bread"})):
        link = cook.get("/chat/sessions", params=of_one | {"limit": 1}).links["next"]["url"]
        cursor = link.partition("cursor=")[2].partition("&")[0]
        answer = cook.get("/chat/sessions", params=of_other | {"cursor": cursor})
        check_refused(answer, 422, "invalid_cursor")
