"""The kitchen a newcomer meets: no model, and the same stream, tools and sessions."""

from collections.abc import Iterator

import pytest

from tests.factories import Cook, make_cook
from tests.servers import ApiServer


@pytest.fixture
def newcomer(offline_server: ApiServer) -> Iterator[Cook]:
    with make_cook(offline_server) as cook:
        yield cook


def test_it_says_who_answers(newcomer: Cook, cook: Cook) -> None:
    assert newcomer.ok("GET", "/health")["assistant"] == "offline"
    assert cook.ok("GET", "/health")["assistant"] == "openai"


def test_what_was_bought_is_in_the_pantry(newcomer: Cook) -> None:
    answer = newcomer.ask("Got 2 dozen eggs and a bag of rice")
    assert answer.error is None
    assert len(answer.events) > 5
    rows = newcomer.ok("GET", "/ingredients")
    assert [(row["name"], row["quantity"], row["unit"]) for row in rows] == [
        ("eggs", 24, None),
        ("rice", 1, "bag"),
    ]
    stored = newcomer.last_message(answer.session_id)
    assert (stored["content"], stored["status"]) == (answer.text, "complete")
    assert {change["message_id"] for change in newcomer.ok("GET", "/changes")} == {stored["id"]}


def test_it_answers_from_what_is_there(newcomer: Cook) -> None:
    newcomer.recipe("Omelette", uses=["eggs", "butter"])
    newcomer.stock("eggs", 12)
    assert "Omelette" in newcomer.ask("What can I cook?").text


def test_it_says_so_when_it_does_not_understand(newcomer: Cook) -> None:
    answer = newcomer.ask("Please recite the history of Byzantium.")
    assert answer.error is None
    assert answer.text
    assert newcomer.ok("GET", "/changes") == []
