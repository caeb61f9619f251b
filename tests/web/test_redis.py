"""A kitchen whose Redis is not as it should be: away, slow, or not its own."""

from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.factories import until
from tests.kitchens import free_port
from tests.proxies import switching_proxy
from tests.valkeys import REFUSALS, Valkey, valkey
from tests.web.chats import answers, ask
from tests.web.conftest import cooks, opened, visiting
from tests.web.sockets import LOAD, LOOK, Tab, tab
from tests.web.visits import WebCook, WebKitchen


def test_it_closes_and_opens_without_its_redis(
    cook: WebCook, web_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Though a page waits for it."""
    data = tmp_path_factory.mktemp("kitchen")
    with valkey() as redis:
        how = {"REDIS_URL": redis.url}
        with (
            opened(web_database_url, data, **how) as kitchen,
            tab(kitchen.url, str(uuid4()), cookie=cook.cookie) as waiting,
        ):
            redis.kill()
            waiting.send(LOOK, {})
            assert '"redis":"down"' in kitchen.served.get("/health")[1]
            assert kitchen.served.end() == 0
        with opened(web_database_url, data, **how) as kitchen:
            assert '"redis":"down"' in kitchen.served.get("/health")[1]
            assert kitchen.served.get("/chat")[0] == 200
            redis.start()
            with tab(kitchen.url, str(uuid4()), cookie=cook.cookie) as page:
                page.settle()
                for refusal in REFUSALS:
                    check_waits(page, kitchen, redis, refusal)
            assert "event not handled" not in kitchen.served.said


def check_waits(page: Tab, kitchen: WebKitchen, redis: Valkey, how: str) -> None:
    """A page, while Redis takes nothing; what it asked is done afterwards."""
    with redis.refusing(how):
        page.send(LOOK, {}, f"/{how}")
        until(lambda: '"redis":"down"' in kitchen.served.get("/health")[1])
    page.until(f"/{how}")
    page.settle()
    assert '"redis":"ok"' in kitchen.served.get("/health")[1]


def test_a_redis_that_does_not_let_itself_be_set_will_do(
    browser: Browser,
    web_database_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> None:
    """As many who manage one for others have it: CONFIG is not there."""
    managed = {"rename-command": 'CONFIG ""', "notify-keyspace-events": "K$sgxe"}
    with (
        valkey(config=managed) as redis,
        opened(web_database_url, tmp_path_factory.mktemp("kitchen"), REDIS_URL=redis.url) as one,
        visiting(browser, one, request) as visits,
        cooks(one, visits) as make,
    ):
        page = make().page()
        ask(page, "Got 12 eggs")
        expect(answers(page)).to_contain_text("12 eggs")
        assert "CONFIG" not in one.served.said


def test_who_turns_to_another_page_while_it_waits_for_redis_gets_there(
    cook: WebCook, web_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the first page was given meanwhile, in answers that it no longer reads."""
    port = free_port()
    with (
        valkey(port=port) as redis,
        switching_proxy(port) as way,
        opened(
            web_database_url,
            tmp_path_factory.mktemp("kitchen"),
            REDIS_URL=f"redis://127.0.0.1:{way.port}",
            LOG_LEVEL="debug",
        ) as kitchen,
        tab(kitchen.url, str(uuid4()), cookie=cook.cookie) as page,
    ):
        page.settle()
        until(lambda: not locks(redis))
        with way.held():
            page.send(LOAD, {}, "/cookbook")
            until(lambda: locks(redis))
            page.send(LOAD, {}, "/pantry")
            kitchen.served.until("_cancel_older_chains")  # which Reflex says at debug
        page.settle()


def locks(redis: Valkey) -> bool:
    """Whether anybody works on the state of a tab."""
    return bool(redis.client.keys("*_lock"))
