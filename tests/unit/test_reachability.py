"""Whether the model answers, asked over real HTTP: a sentence for each way it may not."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from kitchen_app.ai.reachability import Reachability
from kitchen_app.config import Settings
from kitchen_app.schemas.health import AssistantStatus
from tests.fake_openai import KEY, FakeModel


def reach(*, url: str | None, key: str | None = KEY, model: str = "gpt-4o") -> Reachability:
    settings = {"openai_base_url": url, "openai_api_key": key, "openai_model": model}
    return Reachability(Settings.model_validate(settings), patience=20)


def found(reachability: Reachability) -> AssistantStatus:
    status = asyncio.run(reachability.status())
    assert KEY not in str(status)
    return status


class _Nonsense(BaseHTTPRequestHandler):
    """A web server that knows nothing of models."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>It works!</h1>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Quietly."""


@pytest.fixture
def nonsense() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Nonsense) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_without_a_model_the_offline_cook_answers() -> None:
    status = found(reach(url=None, key=None))
    assert (status.state, status.model) == ("offline", None)


@pytest.mark.parametrize("name", ["gpt-4o", "llama3", "llama3:latest"])
def test_a_model_that_is_listed_is_reachable(model: FakeModel, name: str) -> None:
    status = found(reach(url=model.url, model=name))
    assert (status.state, status.model) == ("reachable", name)


def test_a_server_that_lists_no_models_is_reachable(model: FakeModel) -> None:
    assert found(reach(url=f"{model.url}/elsewhere")).state == "reachable"


def test_a_wrong_key_is_named_as_the_reason(model: FakeModel) -> None:
    status = found(reach(url=model.url, key=f"{KEY}-of-yesterday"))
    assert status.state == "unreachable"
    assert "API key" in status.detail


def test_an_unknown_model_is_named(model: FakeModel) -> None:
    status = found(reach(url=model.url, model="gpt-none"))
    assert (status.state, status.model) == ("unreachable", "gpt-none")
    assert "no model gpt-none" in status.detail


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "nonsense", "http://[", "http://"])
def test_a_server_that_is_not_there_is_unreachable(url: str) -> None:
    assert found(reach(url=url)).state == "unreachable"


def test_a_server_of_something_else_is_unreachable(nonsense: str) -> None:
    assert found(reach(url=nonsense)).state == "unreachable"


def test_a_server_that_never_answers_is_given_up() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        settings = Settings.model_validate({"openai_base_url": url, "openai_api_key": KEY})
        status = found(Reachability(settings, patience=0.05))
    assert status.state == "unreachable"
    assert "in time" in status.detail


def test_many_who_ask_at_once_are_one_question_to_the_server(model: FakeModel) -> None:
    async def ask(reachability: Reachability) -> int:
        before = model.listed
        await asyncio.gather(*(reachability.status() for _ in range(20)))
        await reachability.status()
        return model.listed - before

    assert asyncio.run(ask(reach(url=model.url))) == 1


def test_an_answer_that_is_old_is_asked_for_again(model: FakeModel) -> None:
    async def ask() -> int:
        before = model.listed
        settings = {"openai_base_url": model.url, "openai_api_key": KEY}
        reachability = Reachability(Settings.model_validate(settings), fresh_for=0)
        await reachability.status()
        await reachability.status()
        return model.listed - before

    assert asyncio.run(ask()) == 2
