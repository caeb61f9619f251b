"""A victim who owns one of everything, with a word in all of it that nobody else may ever read."""

from collections.abc import Iterator

import pytest

from tests.attack.doors import Door, doors
from tests.attack.owners import Owner, make_owner, with_places
from tests.databases import copy_template
from tests.factories import SECRET
from tests.servers import ApiServer
from tests.web.conftest import opened
from tests.web.visits import WebKitchen


@pytest.fixture(scope="module")
def victim(offline_server: ApiServer) -> Owner:
    return with_places(make_owner(offline_server, SECRET, alias="quix"), SECRET)


@pytest.fixture(scope="module")
def every(victim: Owner) -> list[Door]:
    return doors(victim.cook.ok("GET", "/openapi.json"))


@pytest.fixture(scope="module")
def own_kitchen(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[WebKitchen]:
    """A whole kitchen whose log is this module's alone."""
    name = request.node.name.rpartition("/")[2].removesuffix(".py")
    url = copy_template(postgres_url, name)
    with opened(url, tmp_path_factory.mktemp("kitchen")) as kitchen:
        yield kitchen
