"""Every route of the document, tried by everybody who has no business with what is behind it.

The routes and all that a request may name are read from the document: a new one is in here by
existing, and fails until it says whether it is public, and what in it is an id of what.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kitchen_app.security import COOKIE
from tests.attack.doors import Door, Slot
from tests.attack.forgeries import FORGERIES
from tests.attack.owners import Owner, make_owner
from tests.factories import SECRET, check_problem
from tests.servers import ApiServer

# What is open to anyone, and why.
PUBLIC = {
    "POST /auth/signup": "takes the master key",
    "POST /auth/login": "takes a password",
    "DELETE /auth/cookie": "clears a cookie, if there is one",
    "GET /health": "says whether the kitchen can work, and nothing about who is in it",
}
OF_THE_COOKIE = "/auth/cookie"
Credentials = Callable[[Owner], dict[str, Any]]

NOT_BEARERS: dict[str, Credentials] = {
    "nothing": lambda _: {},
    "an empty header": lambda _: {"headers": {"Authorization": ""}},
    "no token after Bearer": lambda _: {"headers": {"Authorization": "Bearer"}},
    "a password": lambda _: {"headers": {"Authorization": "Basic YWRhOmFkYQ=="}},
    "another scheme": lambda o: {"headers": {"Authorization": f"Token {o.cook.token}"}},
    "the token alone": lambda o: {"headers": {"Authorization": o.cook.token}},
    "the token in the address": lambda o: {"params": {"access_token": o.cook.token}},
    "the token in a cookie": lambda o: {"headers": {"Cookie": f"access_token={o.cook.token}"}},
    "the page's cookie": lambda o: {"headers": {"Cookie": f"{COOKIE}={o.cookie}"}},
}

# With what is one's own a request succeeds, but these: the example's password is wrong, and there
# is nothing left to do.
REFUSED_ALL_THE_SAME = {
    "POST /auth/signup": 403,
    "POST /auth/login": 401,
    "POST /auth/password": 401,
    "DELETE /auth/me": 401,
    "POST /chat/messages/{message_id}/decision": 409,
    "POST /chat/messages/{message_id}/undo": 409,
    "POST /chat/messages/{message_id}/redo": 409,
    "POST /changes/{change_id}/undo": 409,
    "POST /changes/undo": 409,
}


@pytest.fixture(scope="module")
def nobody(offline_server: ApiServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=offline_server.url, timeout=30) as client:
        yield client


def bearer(token: str) -> dict[str, Any]:
    return {"headers": {"Authorization": b"Bearer " + token.encode()}}


def refused(answer: httpx.Response) -> bool:
    """As the document says that whoever is not signed in is answered."""
    if answer.status_code != 401 or answer.headers.get("www-authenticate") != "Bearer":
        return False
    check_problem(answer)
    return bool(answer.json()["code"] == "invalid_token") and SECRET not in answer.text


def test_only_these_routes_are_public(every: list[Door]) -> None:
    assert {str(door) for door in every if not door.guarded} <= set(PUBLIC)
    assert set(PUBLIC) <= {str(door) for door in every}


@pytest.mark.parametrize("credentials", NOT_BEARERS.values(), ids=NOT_BEARERS)
def test_no_route_opens_without_a_token(
    every: list[Door], victim: Owner, nobody: httpx.Client, credentials: Credentials
) -> None:
    before = victim.rows()
    given = credentials(victim)
    tried = [door for door in every if door.path != OF_THE_COOKIE or COOKIE not in str(given)]
    opened = {
        str(door)
        for door in tried
        if not refused(door.knock(nobody, victim.ids, tried={}, **given))
    }
    assert opened <= set(PUBLIC)
    assert victim.rows() == before


def test_no_route_opens_for_a_token_that_is_not_good(
    every: list[Door], victim: Owner, nobody: httpx.Client
) -> None:
    tokens = {name: forge(victim.cook) for name, forge in FORGERIES.items()}
    before = victim.rows()
    opened = {
        (name, str(door))
        for name, token in tokens.items()
        for door in every
        if not refused(door.knock(nobody, victim.ids, tried={}, **bearer(token)))
    }
    assert {door for _, door in opened} <= set(PUBLIC), opened
    assert victim.rows() == before


def test_every_route_opens_for_what_is_ones_own_and_not_for_what_is_anothers(
    every: list[Door], victim: Owner, offline_server: ApiServer
) -> None:
    """One after the other: every id of the victim's in every place of every request."""
    before = victim.rows()
    wrong = []
    for door in every:
        thief = make_owner(offline_server, "plain", alias="quax")
        wrong += [f"{door} {found}" for found in stolen(door, thief, victim)]
        if victim.rows() != before:
            wrong.append(f"{door} changed what is the victim's")
            before = victim.rows()
        own = door.knock(thief.cook, thief.ids, tried={})
        if (own.status_code if own.is_error else None) != REFUSED_ALL_THE_SAME.get(str(door)):
            wrong.append(f"{door} with what is one's own: {own.text}")
        thief.cook.close()
    assert not wrong, "\n".join(wrong)


def stolen(door: Door, thief: Owner, victim: Owner) -> Iterator[str]:
    """What is wrong with the answers to a cook who names what is another's."""
    for slot in door.slots:
        for kind, foreign in victim.ids.items():
            answer = door.knock(thief.cook, thief.ids, tried={slot: foreign})
            told = answer.text + str(answer.headers)
            if SECRET in told or answer.status_code not in door.answers:
                yield f"{slot} {kind}: {answer.status_code} {told}"
            elif (slot.place == "path" or slot.takes_id) and not as_of_nothing(
                door, slot, foreign, thief, answer
            ):
                yield f"{slot} {kind}: it is told that this is somebody's: {answer.text}"


def as_of_nothing(
    door: Door, slot: Slot, foreign: str, thief: Owner, answer: httpx.Response
) -> bool:
    """Whether it is answered as what there is not, a path with a 404; a 422 where it is no id."""
    try:
        written = str(UUID(foreign))
    except ValueError:
        return answer.status_code in (404, 422)
    other = str(uuid4())
    unknown = door.knock(thief.cook, thief.ids, tried={slot: other})
    told = answer.text.replace(foreign, other).replace(written, other)
    right = 404 if slot.place == "path" else unknown.status_code
    return (told, answer.status_code) == (unknown.text, right)
