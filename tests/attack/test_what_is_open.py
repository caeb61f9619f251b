"""What answers beside the documented routes: all of it is named here, with what it tells."""

import os

import httpx
import pytest
from starlette.routing import Mount, Route

from kitchen_app.routers.api import OURS, create_api
from tests.attack.owners import Owner, make_owner
from tests.factories import SECRET, check_problem
from tests.processes import ROOT
from tests.web.visits import WebKitchen

# The API's own, for whoever reads how to use it.
TELLING = {"/openapi.json", "/docs", "/docs-assets"}
# The framework's. Its `/_upload`, `/_all_routes` and `/auth-codespace` are not among them.
FRAMEWORK = {"/ping", "/_health", "/_event"}
SHUT = ("/_upload", "/_upload/x", "/_all_routes", "/auth-codespace", "/metrics", "/.env", "/state")
PAGES = ("/", "/login", "/signup", "/chat", "/chat/{session}", "/cookbook", "/cookbook/{recipe}")
POLLING = "/_event/?EIO=4&transport=polling&token=t"


@pytest.fixture(scope="module")
def victim(own_kitchen: WebKitchen) -> Owner:
    return make_owner(own_kitchen, SECRET, alias="quix")


def test_the_api_has_nothing_undocumented_but_this() -> None:
    api = create_api()
    documented = set(api.openapi()["paths"])
    routes = {route.path for route in api.routes if isinstance(route, Route | Mount)}
    refusing = {*OURS, *(f"{path}/{{rest:path}}" for path in OURS)}
    assert routes - documented - refusing == TELLING


def test_the_framework_has_nothing_but_this() -> None:
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    from kitchen_app.kitchen_app import app

    assert app._api is not None
    routes = [route for route in app._api.routes if isinstance(route, Route | Mount)]
    assert {route.path for route in routes} == FRAMEWORK


def test_what_is_open_is_said_to_be() -> None:
    told = (ROOT / "SECURITY.md").read_text()
    for path in (*TELLING, *FRAMEWORK - {"/_event"}, "/health", "/metrics"):
        assert f"`{path}`" in told, path


def test_what_is_open_tells_nothing_of_anyone(own_kitchen: WebKitchen, victim: Owner) -> None:
    paths = [*TELLING, "/ping", "/_health", *(page.format_map(victim.ids) for page in PAGES)]
    cookies = {"Cookie": f"kitchen_session={victim.cookie}"}
    for path in paths:
        answer = httpx.get(own_kitchen.url + path, follow_redirects=True)
        assert answer.status_code in (200, 404), path
        assert SECRET not in answer.text, path
        theirs = httpx.get(own_kitchen.url + path, follow_redirects=True, headers=cookies)
        assert theirs.content == answer.content, f"{path} is another one for who is signed in"


@pytest.mark.parametrize("path", SHUT)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_what_could_be_there_is_not(own_kitchen: WebKitchen, path: str, method: str) -> None:
    files = {"files": ("x.svg", b"<svg onload=alert(1)>", "image/svg+xml")}
    upload = files if method == "POST" else None
    answer = httpx.request(method, own_kitchen.url + path, files=upload)
    assert answer.status_code in (404, 405), answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_events_come_over_the_websocket_alone(own_kitchen: WebKitchen, method: str) -> None:
    own = {"Origin": own_kitchen.url}
    answer = httpx.request(method, own_kitchen.url + POLLING, headers=own)
    assert answer.status_code == 400, answer.text
    assert "sid" not in answer.text


def test_an_address_that_leaves_its_folder_is_none(own_kitchen: WebKitchen) -> None:
    for path in ("/docs-assets/", "/assets/", "/"):
        for up in ("../" * 6, "..%2f" * 6, "%2e%2e/" * 6, "..\\" * 6, "%5c..%5c" * 6):
            answer = httpx.get(f"{own_kitchen.url}{path}{up}etc/passwd")
            assert "root:x:0" not in answer.text
            assert answer.status_code in (307, 400, 404), (path, up, answer.status_code)


def test_a_problem_is_all_that_an_unknown_route_of_the_api_tells(own_kitchen: WebKitchen) -> None:
    for path in OURS:
        check_problem(httpx.get(f"{own_kitchen.url}{path}/nowhere/at/all"))
