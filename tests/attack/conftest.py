"""A victim who owns one of everything, with a word in all of it that nobody else may ever read."""

import pytest

from tests.attack.doors import Door, doors
from tests.attack.owners import Owner, make_owner, with_places
from tests.factories import SECRET
from tests.servers import ApiServer


@pytest.fixture(scope="module")
def victim(offline_server: ApiServer) -> Owner:
    return with_places(make_owner(offline_server, SECRET, alias="quix"), SECRET)


@pytest.fixture(scope="module")
def every(victim: Owner) -> list[Door]:
    return doors(victim.cook.ok("GET", "/openapi.json"))
