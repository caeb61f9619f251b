"""What the tests share. Nothing starts that no test asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import copy_template, postgres
from tests.fake_openai import KEY, FakeModel, fake_model
from tests.servers import ApiServer, api_server

settings.register_profile("thorough", max_examples=4_000)
LONG = ("tests/web/", "tests/test_", "tests/attack/", "tests/embedded/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first: whoever has done with theirs finds short ones to the end.

    They start kitchens and windows, and have few tests; by the number of those, as xdist goes by
    itself, they would be the last, and one worker would sit there with two of them alone.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A PostgreSQL server that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    root: Path = base if worker_id == "master" else base.parent
    with postgres(root / "database") as url:
        yield url


@pytest.fixture(scope="session")
def database_url(postgres_url: str, worker_id: str) -> str:
    """A migrated database of this worker's own."""
    return copy_template(postgres_url, f"kitchen_{worker_id}")


@pytest.fixture(scope="session")
def model() -> Iterator[FakeModel]:
    """A model that says what a test scripts."""
    with fake_model() as model:
        yield model


@pytest.fixture(scope="session")
def offline_server(database_url: str) -> Iterator[ApiServer]:
    """The kitchen of a newcomer: no model, the offline cook answers."""
    with api_server(database_url) as server:
        yield server


@pytest.fixture(scope="session")
def model_server(database_url: str, model: FakeModel) -> Iterator[ApiServer]:
    """A kitchen with a model behind it, on the same database."""
    with api_server(database_url, openai_base_url=model.url, openai_api_key=KEY) as server:
        yield server
