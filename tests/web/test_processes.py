"""The house served by two processes: a page is at home in both."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeAlias
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.factories import PASSWORD, SECRET
from tests.fake_openai import KEY, FakeModel, Gate, say
from tests.proxies import switching_proxy
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.valkeys import Valkey, valkey
from tests.web.chats import answers, ask, box, running
from tests.web.conftest import cooks, opened, visiting
from tests.web.sockets import tab
from tests.web.visits import WebCook, WebKitchen

OneMore: TypeAlias = Callable[..., AbstractContextManager[WebKitchen]]
PAGES = ("/chat", "/cookbook", "/pantry", "/settings", "/login", "/nowhere")


@pytest.fixture(scope="module")
def redis() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.fixture(scope="module")
def one_more(
    web_database_url: str,
    model: FakeModel,
    redis: Valkey,
    tmp_path_factory: pytest.TempPathFactory,
) -> OneMore:
    """Starts a process of the kitchen."""
    return partial(
        opened,
        web_database_url,
        tmp_path_factory.mktemp("kitchen"),
        OPENAI_BASE_URL=model.url,
        OPENAI_API_KEY=KEY,
        REDIS_URL=redis.url,
    )


@pytest.fixture(scope="module")
def here(one_more: OneMore) -> Iterator[WebKitchen]:
    with one_more() as kitchen:
        yield kitchen


@pytest.fixture(scope="module")
def there(one_more: OneMore) -> Iterator[WebKitchen]:
    with one_more() as kitchen:
        yield kitchen


@pytest.fixture
def cook(browser: Browser, here: WebKitchen, request: pytest.FixtureRequest) -> Iterator[WebCook]:
    """With windows that may be opened on both: a cookie is for a host, whatever its port."""
    with visiting(browser, here, request) as visits, cooks(here, visits) as make:
        yield make()


def page_at(cook: WebCook, url: str, path: str = "/chat") -> Page:
    page = cook.context().new_page()
    page.goto(url + path)
    return page


def test_pages_of_both_show_the_same_answer_as_it_comes(
    cook: WebCook, there: WebKitchen, model: FakeModel
) -> None:
    """Whichever of them one asks in; both lists of chats know that it is answering."""
    gate, again = Gate(), Gate()
    one = cook.page()
    ask(one, model.script(say("One,", gate, " two.")).question("First?"))
    expect(one).to_have_url(re.compile("/chat/."))
    other = page_at(cook, there.url, one.url.removeprefix(cook.visits.url))
    expect(running(other)).to_contain_text("One,")
    gate.open()
    for page in (one, other):
        expect(answers(page)).to_contain_text("One, two.")
    ask(other, model.script(say("Three,", again, " four.")).question("Second?"))
    for page in (one, other):
        expect(running(page)).to_contain_text("Three,")
        expect(page.get_by_text("(answering)")).to_be_attached()
    again.open()
    for page in (one, other):
        expect(answers(page).last).to_contain_text("Three, four.")
        expect(page.get_by_text("(answering)")).not_to_be_attached()
        expect(page.locator(".said")).to_have_count(2)


def cut(_: WebKitchen) -> None:
    """It goes on, without those who were connected."""


def stopped(kitchen: WebKitchen) -> None:
    kitchen.served.end()


def killed(kitchen: WebKitchen) -> None:
    kitchen.served.end(signal.SIGKILL)


@pytest.mark.complains("WebSocket connection")
@pytest.mark.parametrize("goes", [cut, stopped, killed])
def test_a_page_whose_process_goes_is_at_home_in_the_other(
    cook: WebCook,
    one_more: OneMore,
    there: WebKitchen,
    model: FakeModel,
    goes: Callable[[WebKitchen], None],
) -> None:
    gate = Gate()
    with one_more() as doomed, switching_proxy(doomed.served.port) as switch:
        url = f"http://127.0.0.1:{switch.port}"
        asking = page_at(cook, there.url)
        ask(asking, model.script(say("One,", gate, " two.")).question())
        expect(asking).to_have_url(re.compile("/chat/."))
        chat = page_at(cook, url, asking.url.removeprefix(there.url))
        expect(running(chat)).to_contain_text("One,")
        box(chat).fill("And then?")
        switch.to(there.served.port)
        goes(doomed)
        gate.open()
        expect(answers(chat)).to_contain_text("One, two.")
        expect(box(chat)).to_have_value("And then?")
        box(chat).press("Enter")
        expect(chat.locator(".said")).to_have_count(2)


@pytest.mark.complains("WebSocket connection")
@pytest.mark.parametrize("goes", [cut, stopped])
def test_a_page_finds_its_state_at_the_other_process(
    cook: WebCook, one_more: OneMore, there: WebKitchen, goes: Callable[[WebKitchen], None]
) -> None:
    """What was searched for is not in the address: only the state knows it."""
    cook.stock("leeks")
    cook.stock("rice")
    with one_more() as doomed, switching_proxy(doomed.served.port) as switch:
        pantry = page_at(cook, f"http://127.0.0.1:{switch.port}", "/pantry")
        pantry.get_by_label("Search the pantry").fill("leek")
        expect(names(pantry)).to_have_text(["leeks"])
        cook.stock("leek greens")
        switch.to(there.served.port)
        goes(doomed)
        expect(names(pantry)).to_have_text(["leek greens", "leeks"])


def names(pantry: Page) -> Locator:
    return pantry.locator(".entry-name")


def test_a_tabs_state_is_its_logins_alone_in_both(
    cook: WebCook, here: WebKitchen, there: WebKitchen
) -> None:
    """Nobody else, and nobody who has logged out, finds it by the tab's token."""
    cook.event_hooks = {"response": []}
    cook.recipe(f"{SECRET} soup")
    token, cookie = str(uuid4()), cook.cookie
    with tab(here.url, token, cookie=cookie, path="/cookbook") as mine:
        mine.settle()
        assert SECRET in str(mine.frames)
    with cooks(there, cook.visits) as make:
        others = [make().cookie, None, "nonsense"]
    for other in others:
        with tab(there.url, token, cookie=other, path="/nowhere") as theirs:
            theirs.settle()
            assert SECRET not in str(theirs.frames)
    with tab(there.url, token, cookie=cookie, path="/nowhere") as again:
        again.settle()
        assert SECRET in str(again.frames)
    assert cook.delete("/auth/cookie").status_code == 204
    for kitchen in (here, there):
        with tab(kitchen.url, token, cookie=cookie, path="/nowhere") as gone:
            gone.settle()
            assert SECRET not in str(gone.frames)


@pytest.mark.complains("WebSocket connection")
def test_pages_wait_for_redis_and_go_on_when_it_is_back(
    cook: WebCook, there: WebKitchen, redis: Valkey, model: FakeModel
) -> None:
    """It comes back empty: what they show, they read again."""
    gates = Gate(), Gate()
    one = cook.page()
    ask(one, model.script(say("One,", gates[0], " two,", gates[1], " three.")).question())
    expect(one).to_have_url(re.compile("/chat/."))
    other = page_at(cook, there.url, one.url.removeprefix(cook.visits.url))
    expect(running(other)).to_contain_text("One,")
    redis.kill()
    gates[0].open()
    ask(other, "And then?")
    redis.start()
    for page in (one, other):
        expect(running(page)).to_contain_text("One, two,", timeout=30_000)
    gates[1].open()
    for page in (one, other):
        expect(answers(page)).to_contain_text("One, two, three.")
    expect(box(other)).to_have_value("And then?")
    assert other.url.removeprefix(there.url) == one.url.removeprefix(cook.visits.url)


def test_no_secret_is_in_redis(
    cook: WebCook, here: WebKitchen, redis: Valkey, model: FakeModel
) -> None:
    """Not after every page has been open, a question asked and a password weighed."""
    typed = uuid4().hex
    door = cook.visits.context().new_page()
    door.goto("/signup")
    door.get_by_label("Password", exact=True).fill(typed)
    expect(door.locator(".strength")).to_be_visible()
    asked = cook.page()
    ask(asked, model.script(say("No secret.")).question())
    expect(answers(asked)).to_contain_text("No secret.")
    for path in PAGES:
        with tab(here.url, str(uuid4()), cookie=cook.cookie, path=path) as opened_tab:
            opened_tab.settle()
    kept = redis.everything()
    assert b"No secret." in kept
    for secret in (cook.token, cook.cookie, typed, PASSWORD, JWT_SECRET, MASTER_KEY, KEY):
        assert secret.encode() not in kept
    assert '"level": "error"' not in here.served.said
