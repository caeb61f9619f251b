"""The house as a browser sees it: served by the product's own command, opened in Chromium."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, sync_playwright

from kitchen_app.database import Database
from tests import browser as chromium
from tests.databases import copy_template
from tests.factories import Json, make_cook
from tests.fake_openai import KEY, FakeModel
from tests.kitchens import serving
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.web.recipes import SOUP
from tests.web.visits import Visits, WebCook, WebKitchen

NewCook: TypeAlias = Callable[..., WebCook]
FAILED = pytest.StashKey[bool]()
OTHER_NAME = "kitchen.example.org"  # this machine, to the browser


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "complains(*words): console messages with any of these words are expected"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def web_database_url(postgres_url: str, worker_id: str) -> str:
    return copy_template(postgres_url, f"web_{worker_id}")


@pytest.fixture(scope="session")
def kitchen(
    web_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebKitchen]:
    """The offline cook answers."""
    with opened(web_database_url, tmp_path_factory.mktemp("kitchen")) as kitchen:
        yield kitchen


@pytest.fixture(scope="session")
def model_kitchen(
    web_database_url: str, model: FakeModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebKitchen]:
    """A model answers, and says what a test scripts."""
    behind = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY}
    with opened(web_database_url, tmp_path_factory.mktemp("kitchen"), **behind) as kitchen:
        yield kitchen


@contextmanager
def opened(database_url: str, data: Path, **variables: str) -> Iterator[WebKitchen]:
    """A kitchen on this database."""
    secrets = {"MASTER_KEY": MASTER_KEY, "JWT_SECRET": JWT_SECRET}
    database = Database(database_url)
    with serving(data, DATABASE_URL=database_url, **secrets, **variables) as served:
        yield WebKitchen(served, database)
    database.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the session: while Playwright runs, no other test of this process can use asyncio."""
    path = chromium.find()
    assert path, "No Chromium; `make test` installs one."
    flags = [*chromium.FLAGS, f"--host-resolver-rules=MAP {OTHER_NAME} 127.0.0.1"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture
def visits(
    browser: Browser, kitchen: WebKitchen, request: pytest.FixtureRequest
) -> Iterator[Visits]:
    """Windows of whoever comes to the door; their pages must not complain."""
    with visiting(browser, kitchen, request) as visits:
        yield visits


@pytest.fixture
def new_cook(kitchen: WebKitchen, visits: Visits) -> Iterator[NewCook]:
    """Makes cooks, each with a kitchen of their own."""
    with cooks(kitchen, visits) as make:
        yield make


@pytest.fixture
def cook(new_cook: NewCook) -> WebCook:
    """The one whose test it is."""
    return new_cook()


@pytest.fixture
def soup(cook: WebCook) -> Json:
    """A recipe of theirs."""
    return cook.recipe(**SOUP)


@pytest.fixture
def model_cook(
    browser: Browser, model_kitchen: WebKitchen, request: pytest.FixtureRequest
) -> Iterator[WebCook]:
    """A cook in the kitchen with a model."""
    with visiting(browser, model_kitchen, request) as visits, cooks(model_kitchen, visits) as make:
        yield make()


@contextmanager
def cooks(kitchen: WebKitchen, visits: Visits) -> Iterator[NewCook]:
    made: list[WebCook] = []

    def make(username: str | None = None) -> WebCook:
        plain = make_cook(kitchen, username, kind="page")
        cook = WebCook(kitchen, id=plain.id, username=plain.username, token=plain.token)
        cook.visits = visits
        made.append(cook)
        return cook

    yield make
    for cook in made:
        cook.close()


@contextmanager
def visiting(
    browser: Browser, kitchen: WebKitchen, request: pytest.FixtureRequest
) -> Iterator[Visits]:
    """Windows onto this kitchen. Where photographs of a failure are is said with it."""
    folder: Path = request.getfixturevalue("tmp_path")
    visits = Visits(browser, kitchen.url)
    yield visits
    if request.node.stash.get(FAILED, False):
        print(*visits.photograph(folder), sep="\n")  # noqa: T201
    visits.close()
    marks = request.node.iter_markers("complains")
    assert not visits.unexpected([words for mark in marks for words in mark.args])
