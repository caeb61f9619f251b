"""Every event handler there is, called by those who have no business with it, with anything."""

import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest

from kitchen_app.security import COOKIE
from tests.attack import handlers
from tests.attack.forgeries import FORGERIES
from tests.attack.forms import FIELDS, TYPED
from tests.attack.handlers import DEEP, OF_THE_FRAMEWORK, Handler
from tests.attack.owners import Owner, make_owner
from tests.factories import SECRET, Json, make_cook
from tests.web.sockets import BOOT, LOAD, ROOT, Tab, tab
from tests.web.visits import WebKitchen

LONGEST_LINE = 8_000  # bytes, of a handshake
pytestmark = pytest.mark.timeout(300)  # one fixture sends it all
PAGES = ("/chat", "/chat/{session}", "/cookbook", "/cookbook/{recipe}", "/pantry", "/settings")


@dataclass(frozen=True)
class Victim:
    """An owner whose every text has SECRET in it, and in the browser `tabs` that showed it."""

    owner: Owner
    tabs: dict[str, str]

    def path(self, page: str) -> str:
        return page.format_map(self.owner.ids)


@dataclass(frozen=True)
class Aftermath:
    """What each of the others heard; the victim's rows; the kitchen's log."""

    heard: dict[str, str]
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]
    log: str


@pytest.fixture(scope="module")
def every() -> list[Handler]:
    return handlers.every()


@pytest.fixture(scope="module")
def victim(own_kitchen: WebKitchen) -> Victim:
    owner = make_owner(own_kitchen, SECRET, alias="quix", name=f"{SECRET}-{uuid4().hex[:8]}")
    return Victim(owner, {page: str(uuid4()) for page in PAGES})


@pytest.fixture(scope="module")
def shown(own_kitchen: WebKitchen, victim: Victim) -> dict[str, str]:
    """What the victim's own tabs were sent, page by page."""
    return {
        page: look(own_kitchen, token, victim.path(page), victim.owner.cookie)
        for page, token in victim.tabs.items()
    }


@pytest.fixture(scope="module")
def aftermath(
    own_kitchen: WebKitchen, victim: Victim, shown: dict[str, str], every: list[Handler]
) -> Aftermath:
    assert shown
    cookies = bad(victim)
    before = victim.owner.rows()
    heard = {
        name: storm(own_kitchen, victim, every, page, cookie)
        for page, (name, cookie) in zip(cycle(PAGES), cookies.items(), strict=False)
    }
    heard["another cook"] = "".join(
        another_cooks_storm(own_kitchen, victim, handler) for handler in every
    )
    heard |= {"a stranger": strangers_storm(own_kitchen, victim, every)}
    heard["nonsense"] = nonsense(own_kitchen, every)
    assert own_kitchen.served.end() == 0
    after = victim.owner.rows()
    return Aftermath(heard, before, after, own_kitchen.served.said)


def look(kitchen: WebKitchen, token: str, path: str, cookie: str) -> str:
    """What a tab is sent that opens this page."""
    with tab(kitchen.url, token, cookie=cookie, path=path) as opened_tab:
        if not any(SECRET in frame for frame in opened_tab.frames):
            with suppress(TimeoutError):
                opened_tab.until(SECRET)
        return "\n".join(opened_tab.frames)


def bad(victim: Victim) -> dict[str, str | None]:
    """Cookies that are none of a living login's."""
    forged = {name: forge(victim.owner.cook) for name, forge in FORGERIES.items()}
    fitting = {name: token for name, token in forged.items() if len(token) < LONGEST_LINE}
    return {"none": None, "no token": "\xff; kitchen_session=x", **fitting}


def storm(
    kitchen: WebKitchen, victim: Victim, every: list[Handler], page: str, cookie: str | None
) -> str:
    """Every handler as its page would call it, from the victim's tab."""
    with tab(kitchen.url, victim.tabs[page], cookie=cookie, path=victim.path(page)) as opened_tab:
        for handler in every:
            for payload in handler.plausible([]):
                opened_tab.send(handler.name, payload, victim.path(page))
        opened_tab.settle()
        return "\n".join(opened_tab.frames)


def strangers_storm(kitchen: WebKitchen, victim: Victim, every: list[Handler]) -> str:
    with tab(kitchen.url, str(uuid4())) as opened_tab:
        for handler in every:
            call_all(opened_tab, handler, victim)
        return "\n".join(opened_tab.frames)


def another_cooks_storm(kitchen: WebKitchen, victim: Victim, handler: Handler) -> str:
    """A cook of their own for each handler: it may end what lets them in."""
    token = next(iter(victim.tabs.values()))
    with make_cook(kitchen, kind="page") as cook:
        cookie = cook.post("/auth/cookie").cookies[COOKIE]
        with tab(kitchen.url, token, cookie=cookie) as opened_tab:
            call_all(opened_tab, handler, victim)
            return "\n".join(opened_tab.frames)


def call_all(opened_tab: Tab, handler: Handler, victim: Victim) -> None:
    """On its own page it would be: on every page."""
    for payload in handler.plausible([*victim.owner.ids.values(), SECRET[:4]]):
        opened_tab.send(handler.name, payload, victim.path("/chat/{session}"))
        opened_tab.send(handler.name, payload, victim.path("/cookbook/{recipe}"))
    for payload in handler.hostile():
        opened_tab.send(handler.name, payload)
    opened_tab.settle()


def nonsense(kitchen: WebKitchen, every: list[Handler]) -> str:
    """What is no event at all."""
    good: Json = {"name": LOAD, "payload": {}, "router_data": {"pathname": "/", "asPath": "/"}}
    payloads: list[Any] = [None, [], TYPED, {"": 1}, {"vars": {"a": 1}}]
    places: list[Any] = [
        *(None, [], TYPED, {"pathname": 1}, {"query": 1}, {"query": {"a": {}}}),
        *({"asPath": path} for path in ("\ud800", "//x", "http://[", "\x00")),
    ]
    events: list[Any] = [
        *(None, 1, TYPED, json.dumps(good), [good], {}, {"name": None}, {"name": [TYPED]}),
        *({"name": f"{ROOT}.no_such_handler", "payload": {"typed": TYPED}}, {"name": BOOT * 9}),
        *(good | {"payload": payload} for payload in payloads),
        *(good | {"router_data": place} for place in places),
        {"name": every[0].name, "payload": {"var_name": "is_hydrated", "value": TYPED}},
    ]
    with tab(kitchen.url, str(uuid4())) as opened_tab:
        for event in events:
            opened_tab.emit(event)
        opened_tab.raw(f'42/_event,["event",{{"name":"{LOAD}","payload":{{"a":{DEEP}}}}}]')
        opened_tab.raw('42/_event,["no_such_event",{"a":1}]')
        opened_tab.settle()
        return "\n".join(opened_tab.frames)


def test_every_handler_of_ours_is_made_by_the_one_decorator(every: list[Handler]) -> None:
    unchecked = [one for one in every if not one.checked]
    assert {one.module for one in unchecked} == {"reflex.state"}
    assert {one.name.rpartition(".")[2] for one in unchecked} == OF_THE_FRAMEWORK
    assert len(every) - len(unchecked) > 6


def test_only_the_door_is_open_to_strangers(every: list[Handler]) -> None:
    public = {one.name.rpartition("___")[2] for one in every if one.public}
    assert public == {"door.open", "door.refused", "door.weigh", "status.look"}


def test_every_field_that_a_handler_reads_of_a_form_is_sent_to_it(every: list[Handler]) -> None:
    assert frozenset().union(*(one.fields for one in every)) == FIELDS


def test_the_victim_sees_what_is_theirs(shown: dict[str, str]) -> None:
    assert [page for page, frames in shown.items() if SECRET not in frames] == []


def test_nobody_else_is_sent_anything_of_theirs(aftermath: Aftermath) -> None:
    assert [who for who, frames in aftermath.heard.items() if SECRET in frames] == []


def test_nothing_of_theirs_is_changed(aftermath: Aftermath) -> None:
    assert aftermath.before
    assert aftermath.after == aftermath.before


def test_whoever_is_not_signed_in_is_sent_to_the_login_page(aftermath: Aftermath) -> None:
    others = {"another cook", "nonsense"}
    for who in set(aftermath.heard) - others:
        frames = aftermath.heard[who]
        assert '"_redirect"' in frames, who


def test_the_log_has_no_error_and_nothing_that_was_typed(
    aftermath: Aftermath, victim: Victim
) -> None:
    words = ("Traceback", "failed", TYPED, SECRET, victim.owner.cookie, victim.owner.cook.token)
    lines = aftermath.log.splitlines()
    bad_lines = [line for line in lines if any(word in line for word in words)]
    assert "\n".join(bad_lines) == ""
