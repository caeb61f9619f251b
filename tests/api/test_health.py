"""Whether the kitchen can work: it says so, and works again when the database is back."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from kitchen_app import __version__
from tests.databases import copy_template, execute, shut, url_of
from tests.factories import Cook, at_once, check_problem, make_cook, until
from tests.servers import api_server


def test_a_healthy_kitchen_says_what_it_is(cook: Cook) -> None:
    del cook.headers["Authorization"]
    assert cook.ok("GET", "/health") == {
        "status": "ok",
        "database": "ok",
        "migrations": "current",
        "redis": "off",
        "assistant": "openai",
        "version": __version__,
    }


def test_without_its_database_it_says_so_and_is_well_again_after(
    postgres_url: str, worker_id: str
) -> None:
    name = f"lonely_{worker_id}"
    with api_server(copy_template(postgres_url, name)) as server, make_cook(server) as cook:
        saved = cook.recipe("Toast")
        cook.event_hooks = {"response": []}
        with shut(postgres_url, name):
            health = cook.get("/health")
            assert health.status_code == 503
            assert health.json()["database"] == "unavailable"
            assert health.json()["status"] == "unavailable"
            for answer in (
                cook.get("/recipes"),
                cook.post("/recipes", json={"name": "Soup"}),
                cook.post("/chat/send", json={"message": "help"}),
                cook.post("/auth/login", json={"username": "ada", "password": "x"}),
            ):
                assert answer.status_code == 503
                check_problem(answer)
                assert answer.json()["code"] == "database_unavailable"
                assert answer.headers["retry-after"]
        until(lambda: cook.get("/health").status_code == 200)
        assert cook.ok("GET", "/recipes") == [saved]


SLOWLY = """
ALTER TABLE alembic_version RENAME TO versions;
CREATE VIEW alembic_version AS SELECT version_num FROM versions, pg_sleep({seconds})
"""


def test_many_who_ask_at_once_do_not_make_it_ill(postgres_url: str, worker_id: str) -> None:
    """Else whoever restarts what is ill restarts what is busy."""
    name = f"asked_{worker_id}"
    with (
        api_server(copy_template(postgres_url, name)) as server,
        ThreadPoolExecutor(20) as pool,
    ):
        execute(url_of(postgres_url, name), SLOWLY.format(seconds=0.2))
        asking = [lambda: httpx.get(f"{server.url}/health")] * 20
        answers = at_once(pool, *asking)
        assert {answer.status_code for answer in answers} == {200}


def test_one_that_answers_others_meanwhile_is_busy_and_not_ill(
    postgres_url: str, worker_id: str
) -> None:
    name = f"busy_{worker_id}"
    with (
        api_server(copy_template(postgres_url, name)) as server,
        make_cook(server) as cook,
        ThreadPoolExecutor(1) as pool,
    ):
        execute(url_of(postgres_url, name), SLOWLY.format(seconds=4))
        health = f"{server.url}/health"
        httpx.get(health)  # the next waits behind this one's look
        asked = pool.submit(httpx.get, health)
        while not asked.done():
            cook.ok("GET", "/recipes")
        found = asked.result()
        assert (found.status_code, found.json()["database"]) == (200, "ok")
        assert found.json()["migrations"] == "unknown"


def test_a_database_of_another_version_is_not_healthy(postgres_url: str, worker_id: str) -> None:
    name = f"behind_{worker_id}"
    with api_server(copy_template(postgres_url, name)) as server:
        execute(url_of(postgres_url, name), "UPDATE alembic_version SET version_num = 'older'")
        answer = httpx.get(f"{server.url}/health")
        assert answer.status_code == 503
        assert (answer.json()["database"], answer.json()["migrations"]) == ("ok", "behind")
