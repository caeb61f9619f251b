"""The room: a cook, and a stranger with a kitchen of their own whom nothing may touch or show."""

from collections.abc import Callable, Iterator

import pytest

from tests.api.talks import Talk
from tests.factories import SECRET, Cook, make_cook, rows_of
from tests.fake_openai import FakeModel
from tests.servers import ApiServer

MakeCook = Callable[[], Cook]
TROUBLE = ("Traceback", "never retrieved", "was destroyed", '"level": "error"')


class Stranger(Cook):
    """Someone else. `recipe_id`, `ingredient_id` and `session_id` are theirs."""

    recipe_id: str
    ingredient_id: str
    session_id: str

    def rows(self) -> list[tuple[str, str]]:
        """Everything of theirs in the database."""
        return rows_of(self.server, self)


@pytest.fixture(scope="session")
def server(model_server: ApiServer) -> ApiServer:
    return model_server


@pytest.fixture
def new_cook(server: ApiServer) -> Iterator[MakeCook]:
    """Makes cooks, and hangs up for them in the end."""
    made: list[Cook] = []

    def make() -> Cook:
        made.append(make_cook(server))
        return made[-1]

    yield make
    for cook in made:
        cook.close()


@pytest.fixture
def cook(new_cook: MakeCook) -> Cook:
    """The one whose test it is, with an empty kitchen."""
    return new_cook()


@pytest.fixture(scope="session")
def stranger(offline_server: ApiServer) -> Iterator[Stranger]:
    """Everything they own has the word SECRET in it, and what a cook might look for."""
    made = make_cook(offline_server)
    with Stranger(offline_server, id=made.id, username=made.username, token=made.token) as other:
        other.event_hooks = {"response": []}
        foods = [f"{SECRET} flour", "flour", "eggs", "chicken", "tomatoes"]
        recipe = other.recipe(
            f"{SECRET} tomato soup with chicken",
            uses=foods,
            tags=["soup", SECRET],
            steps=[SECRET],
            prep_minutes=1,
            description=f"{SECRET} lasagne",
        )
        for food in foods:
            entry = other.stock(food, 1, "g", expires_on="2026-01-01", low_at=5, category=SECRET)
        with other.stream("POST", "/chat/send", json={"message": f"{SECRET} flour?"}) as answer:
            answer.read()
        other.recipe_id, other.ingredient_id = recipe["id"], entry["id"]
        other.session_id = other.ok("GET", "/chat/sessions")[0]["id"]
        yield other


@pytest.fixture(autouse=True)
def stranger_is_unharmed(stranger: Stranger) -> Iterator[None]:
    """Whatever a test does, it does nothing to the stranger."""
    before = stranger.rows()
    yield
    assert stranger.rows() == before


@pytest.fixture
def quiet_log(server: ApiServer) -> Iterator[None]:
    """Nothing happens that somebody would have to read about in the log."""
    before = len(server.log.read_text())
    yield
    said = server.log.read_text()[before:]
    assert not [word for word in TROUBLE if word in said], said


@pytest.fixture
def talk(cook: Cook, model: FakeModel) -> Talk:
    """Two questions and their answers."""
    talk = Talk(cook, model)
    talk.ask("First?", "One.")
    talk.ask("Second?", "Two.")
    return talk
