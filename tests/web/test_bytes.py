"""What the web app costs on the wire. Sizes, not timings: so they may be tested."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from bench import web
from bench.web import Wire
from tests.fake_openai import FakeModel, Gate, say
from tests.web.household import HOUSEHOLD
from tests.web.test_cookbook import fill
from tests.web.visits import Visits, WebCook

TOKENS = 120
FLUSH = "six bytes "  # two tokens, as many as come between two flushes at 20 a second
MANY = 300  # more recipes than a page ever holds
FOODS = 60  # in the pantry


@pytest.mark.parametrize(("path", "most"), [("/login", web.LOGIN_JS), ("/signup", web.LOGIN_JS)])
def test_the_door_loads_little_javascript(visits: Visits, path: str, most: int) -> None:
    assert web.first_load(visits.context().new_page(), path) <= most


def test_the_chat_loads_little_javascript(cook: WebCook) -> None:
    assert web.first_load(cook.context().new_page(), "/chat") <= web.CHAT_JS


def test_a_recipe_among_many_is_sent_alone(cook: WebCook) -> None:
    fill(cook, MANY)
    cook.recipe("A first dish", **{k: v for k, v in HOUSEHOLD["recipe"][0].items() if k == "steps"})
    page, wire = watched(cook)
    assert 0 < web.open_recipe(page, wire) <= web.RECIPE
    assert web.scroll_page(page, wire) <= web.SCROLL


def test_one_more_in_the_pantry_sends_one_row(cook: WebCook) -> None:
    for number in range(FOODS):
        cook.stock(f"food {number:02}", 1)
    page, wire = watched(cook)
    assert 0 < web.step_pantry(page, wire) <= web.STEP


def test_an_answer_is_sent_about_once(model_cook: WebCook, model: FakeModel) -> None:
    """Two tokens come with each flush: the next ones wait until a frame has come."""
    gates = [Gate() for _ in range(TOKENS // 2)]
    pieces = [piece for gate in gates for piece in (FLUSH, gate)]
    script = model.script(say(*pieces))
    page, wire = watched(model_cook)
    closed = iter(gates)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _: let_go(closed)))
    assert 1 < web.answer(page, wire, script.question()) <= web.ANSWER


def let_go(closed: Iterator[Gate]) -> None:
    if (gate := next(closed, None)) is not None:
        gate.open()


def watched(cook: WebCook) -> tuple[Page, Wire]:
    page = cook.context().new_page()
    return page, Wire(page)
