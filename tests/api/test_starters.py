"""First questions: from what is there, and each one the offline cook has an answer to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import starters
from tests.api.conftest import Stranger
from tests.factories import SECRET, Cook, make_cook
from tests.servers import ApiServer

TODAY = datetime.now(UTC).date()
USELESS = ("did not understand", "That did not work", "No recipe", "Nothing", "is empty")


@pytest.fixture
def newcomer(offline_server: ApiServer) -> Iterator[Cook]:
    with make_cook(offline_server) as cook:
        yield cook


def suggested(cook: Cook, *, today: date = TODAY) -> list[str]:
    """The starters, each of which has been asked and answered well."""
    user = UserRead(id=cook.id, username=cook.username, created_at=datetime.now(UTC))
    with cook.server.database.transaction() as connection:
        found = starters.suggest(connection, user, today=today)
    assert len(found) == len(set(found)) <= starters.MOST
    assert SECRET not in str(found)
    for question in found:
        answer = cook.ask(question)
        assert answer.error is None
        assert not any(words in answer.text for words in USELESS), (question, answer.text)
    return found


def expiring(days: int) -> str:
    return str(TODAY + timedelta(days=days))


def test_a_newcomer_is_shown_how_to_begin(newcomer: Cook, stranger: Stranger) -> None:
    assert stranger.ok("GET", "/recipes")
    assert suggested(newcomer) == [starters.FIRST_SHOPPING, starters.FIRST_RECIPE, starters.HELP]
    assert newcomer.names("/recipes") == ["Pancakes"]
    assert newcomer.names("/ingredients") == ["eggs", "flour", "milk"]


def test_a_full_kitchen_has_four_questions(newcomer: Cook) -> None:
    newcomer.recipe("Palak rice", uses=["Spinach", "rice"])
    newcomer.stock("spinach", 1, "bag", expires_on=expiring(0))
    newcomer.stock("Rice", 100, "g", low_at=200)
    assert suggested(newcomer) == [
        "What can I cook to use up the spinach today?",
        "What can I cook tonight?",
        "Make something with the spinach and the rice.",
        "What is running low?",
    ]


@pytest.mark.parametrize("days", [1, 2, 6])
def test_what_expires_soon_comes_first(newcomer: Cook, days: int) -> None:
    newcomer.recipe("Spinach soup", uses=["spinach"])
    newcomer.stock("eggs", 6)
    newcomer.stock("milk", 1, "l", expires_on=expiring(-1))
    newcomer.stock("spinach", 1, "bag", expires_on=expiring(days))
    when = "by tomorrow" if days == 1 else f"before {TODAY + timedelta(days=days):%A}"
    found = suggested(newcomer)
    assert found[0] == f"What can I cook to use up the spinach {when}?"
    assert starters.EXPIRED in found


def test_what_no_recipe_uses_is_only_shown(newcomer: Cook) -> None:
    newcomer.stock("spinach", 1, "bag", expires_on=expiring(2))
    assert suggested(newcomer) == ["What expires this week?", starters.FIRST_RECIPE, starters.HELP]


def test_what_keeps_is_not_hurried(newcomer: Cook) -> None:
    newcomer.recipe("Spinach soup", uses=["spinach"])
    newcomer.stock("spinach", 1, "bag", expires_on=expiring(7))
    assert suggested(newcomer) == ["What can I cook tonight?", starters.HELP]


def test_a_cookbook_alone_is_shown(newcomer: Cook) -> None:
    newcomer.recipe("Spinach soup", uses=["spinach"])
    newcomer.stock("spinach", 0, "bag", low_at=1)
    assert suggested(newcomer) == [
        "What recipes do I have?",
        "What is running low?",
        starters.FIRST_SHOPPING,
        starters.HELP,
    ]


@pytest.mark.parametrize(
    "name",
    ["salt and pepper", "00 flour", "milk without lactose", "x" * 31, "Ben & Jerry's", "eggs, big"],
)
def test_a_name_that_no_sentence_takes_is_left_out(newcomer: Cook, name: str) -> None:
    newcomer.recipe("Soup", uses=[name, "milk"])
    newcomer.stock(name, 1, expires_on=expiring(1))
    newcomer.stock("milk", 1)
    found = suggested(newcomer)
    assert name.lower() not in str(found).lower()
    assert starters.EXPIRING in found
