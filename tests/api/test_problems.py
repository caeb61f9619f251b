"""Every error is a problem, and every error of ours has its place in the one table."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kitchen_app import errors
from kitchen_app.errors import KitchenError
from kitchen_app.routers.problems import status_of
from tests.factories import Cook, Json, check_refused
from tests.servers import MASTER_KEY

NEVER_ANSWERED = {
    KitchenError: "the root: only its kinds are raised",
    errors.ConfigurationError: "the kitchen did not start, so nobody is there to answer",
    errors.BackupRefused: "whoever keeps the kitchen is at a terminal",
    errors.TurnFailed: "the stream has begun: an error event tells it",
    errors.TurnInterrupted: "likewise",
}


def kinds(of: type[KitchenError] = KitchenError) -> Iterator[type[KitchenError]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


@pytest.mark.parametrize("kind", sorted(set(kinds()) - set(NEVER_ANSWERED), key=str))
def test_every_error_has_a_status(kind: type[KitchenError]) -> None:
    status = status_of(kind)
    assert status is not None
    assert 400 <= status < 600


def test_what_is_never_answered_has_none() -> None:
    assert {kind for kind in kinds() if status_of(kind) is None} == set(NEVER_ANSWERED)


def test_every_error_has_a_code_of_its_own() -> None:
    own = set(kinds()) - {errors.TurnFailed}  # whose codes are the assistant's
    codes = {kind.code for kind in own}
    assert len(codes) == len(own)
    assert all(code.replace("_", "").isalpha() and code.islower() for code in codes)


def test_the_tree_is_drawn_as_it_is() -> None:
    assert errors.__doc__
    drawn = {word for word in errors.__doc__.split() if word.isalpha() and word[0].isupper()}
    assert {kind.__name__ for kind in kinds()} <= drawn


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("GET", "/metrics", 404, "not_found"),  # no METRICS_TOKEN is set
        ("GET", "/recipes/", 404, "not_found"),
        ("GET", "/recipes/../../etc/passwd", 404, "not_found"),
        ("GET", "/%00", 404, "not_found"),
        ("GET", "/\U0001f345", 404, "not_found"),
        ("GET", "/" + "x" * 5_000, 404, "not_found"),
        ("PUT", "/recipes", 405, "method_not_allowed"),
        ("PUT", "/auth/nope", 404, "not_found"),
        ("POST", "/recipes/", 404, "not_found"),
        ("POST", "/health", 405, "method_not_allowed"),
        ("PUT", "/auth/me", 405, "method_not_allowed"),
        ("GET", "/chat/send", 405, "method_not_allowed"),
        ("TRACE", "/recipes", 405, "method_not_allowed"),
    ],
)
def test_an_address_that_is_none_is_a_problem_too(
    cook: Cook, method: str, path: str, status: int, code: str
) -> None:
    check_refused(cook.request(method, path), status, code)


def test_a_browser_that_comes_for_a_list_is_shown_to_the_page(cook: Cook) -> None:
    browsing = {"Sec-Fetch-Mode": "navigate"}
    for path, page in {"/recipes": "/cookbook", "/ingredients": "/pantry"}.items():
        answer = cook.get(path, headers=browsing)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        assert cook.get(path, headers={"Sec-Fetch-Mode": "cors"}).status_code == 200
        posted = cook.post(path, headers=browsing, json={"name": "x"})
        assert posted.status_code == 201


@pytest.fixture
def document(cook: Cook) -> Json:
    found: Json = cook.ok("GET", "/openapi.json")
    return found


def resolved(document: Json, schema: Json) -> Json:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    found: Json = document["components"]["schemas"][name]
    return found


def examples(document: Json, operation: Json) -> list[Any]:
    body = operation["requestBody"]["content"]["application/json"]
    schema = resolved(document, body["schema"])
    if "examples" in schema:
        return list(schema["examples"])
    fields = schema["properties"].items()
    return [{name: resolved(document, field)["examples"][0] for name, field in fields}]


def pantry_example(cook: Cook, document: Json) -> Json:
    """The document's own: no other entry may be changed into a second one of it."""
    (item,) = examples(document, document["paths"]["/ingredients"]["post"])
    return cook.stock(**item)


def test_the_examples_of_the_document_work_when_pasted(cook: Cook, document: Json) -> None:
    ids = {
        "{recipe_id}": cook.recipe()["id"],
        "{ingredient_id}": pantry_example(cook, document)["id"],
        "{session_id}": cook.ask("help").session_id,
    }
    account = {"/auth/signup", "/auth/login", "/auth/password", "/auth/me"}
    pasted = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "requestBody" not in operation:
                continue
            for example in examples(document, operation):
                pasted += 1
                if path in account | {"/chat/messages/{message_id}/decision", "/changes/undo"}:
                    continue
                name = re.search(r"{\w+}", path)
                address = path.replace(name[0], ids[name[0]]) if name else path
                answer = cook.request(method, address, json=example)
                assert answer.is_success, (method, path, answer.text)
    assert pasted >= 14


def test_the_examples_of_the_account_work_in_their_order(cook: Cook, document: Json) -> None:
    def example(method: str, path: str) -> Json:
        found: Json = examples(document, document["paths"][path][method])[0]
        return found

    new = example("post", "/auth/signup") | {"master_key": MASTER_KEY}
    cook.ok("POST", "/auth/signup", new)
    token = cook.ok("POST", "/auth/login", example("post", "/auth/login"))["access_token"]
    cook.headers["Authorization"] = f"Bearer {token}"
    changed = cook.ok("POST", "/auth/password", example("post", "/auth/password"))
    cook.headers["Authorization"] = f"Bearer {changed['access_token']}"
    cook.ok(
        "POST",
        "/auth/password",
        {
            "current_password": example("post", "/auth/password")["new_password"],
            "new_password": example("delete", "/auth/me")["password"],
        },
    )
    token = cook.ok("POST", "/auth/login", example("post", "/auth/login"))["access_token"]
    cook.headers["Authorization"] = f"Bearer {token}"
    assert cook.ok("PATCH", "/auth/me", example("patch", "/auth/me"))["asks_first"]
    cook.ok("DELETE", "/auth/me", example("delete", "/auth/me"))
    assert cook.get("/auth/me").status_code == 401


def test_every_route_tells_what_its_errors_look_like(document: Json) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    assert "Problem" in str(response["content"]), (method, path, status)


def test_the_document_tells_of_every_field_of_a_recipe_and_an_entry(document: Json) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["RecipeRead"]["properties"]) == {
        *("id", "name", "description", "ingredients", "steps", "servings", "prep_minutes"),
        *("cook_minutes", "tags", "source_url", "created_at", "updated_at"),
    }
    assert set(schemas["IngredientRead"]["properties"]) == {
        *("id", "name", "quantity", "unit", "category", "expires_on", "low_at"),
        *("created_at", "updated_at"),
    }
