"""Any bytes at any route: a clear 4xx that says what is wrong, never a 5xx."""

import gzip
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories import Cook, Json, check_refused

JSON = {"Content-Type": "application/json"}
WRITES = ["/recipes", "/ingredients", "/chat/send", "/auth/login", "/auth/signup", "/auth/password"]
BIG = 10 * 1024 * 1024


def field_of(answer: Any) -> str:
    problem = check_refused(answer, 422, "invalid_request")
    return str(problem["errors"][0]["field"])


@pytest.mark.parametrize(
    "body",
    ["", "{", "nul", "{'name': 'x'}", '{"name": "x"}}', "\ufeff{}", "[", "\x00", '{"name": "\n"}'],
)
@pytest.mark.parametrize("path", WRITES)
def test_a_body_that_is_not_json_is_malformed(cook: Cook, path: str, body: str) -> None:
    answer = cook.post(path, content=body.encode(), headers=JSON)
    assert answer.status_code in (400, 422), answer.text


@pytest.mark.parametrize(
    "body", [b"\xff\xfe{}", b'{"name": "\xff"}', b"\x80", "{}".encode("utf-16")]
)
@pytest.mark.parametrize("path", WRITES)
def test_a_body_that_is_not_utf8_is_refused(cook: Cook, path: str, body: bytes) -> None:
    assert cook.post(path, content=body, headers=JSON).status_code in (400, 422)


@pytest.mark.parametrize("body", ["[]", "null", "1", '"name"', "true", "[{}]", "NaN", "-Infinity"])
@pytest.mark.parametrize("path", WRITES)
def test_a_body_that_is_no_object_is_refused(cook: Cook, path: str, body: str) -> None:
    assert cook.post(path, content=body, headers=JSON).status_code in (400, 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
def test_a_body_of_another_type_is_refused(cook: Cook, kind: str) -> None:
    answer = cook.post("/recipes", content='{"name": "Toast"}', headers={"Content-Type": kind})
    check_refused(answer, 422, "invalid_request")
    assert cook.names("/recipes") == []


def test_a_zipped_body_is_not_unzipped(cook: Cook) -> None:
    bomb = gzip.compress(b" " * BIG)
    answer = cook.post("/recipes", content=bomb, headers=JSON | {"Content-Encoding": "gzip"})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("path", [*WRITES, "/nowhere"])
def test_a_body_of_ten_megabytes_is_too_large(cook: Cook, path: str) -> None:
    body = b'{"name": "' + b"x" * BIG + b'"}'
    check_refused(cook.post(path, content=body, headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize("path", WRITES)
def test_a_body_that_grows_past_the_limit_is_too_large(cook: Cook, path: str) -> None:
    """Sent in chunks: nothing declares how much it will be."""

    def chunks() -> Iterator[bytes]:
        yield b'{"name": "'
        for _ in range(BIG // 65536):
            yield b"x" * 65536
        yield b'"}'

    check_refused(cook.post(path, content=chunks(), headers=JSON), 413, "body_too_large")


def test_a_large_body_is_turned_away_before_it_is_sent(cook: Cook) -> None:
    head = (
        "POST /recipes HTTP/1.1\r\nHost: kitchen\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {cook.token}\r\nContent-Length: {BIG}\r\n\r\n"
    )
    with socket.create_connection(address(cook), timeout=10) as line:
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def address(cook: Cook) -> tuple[str, int]:
    parts = urlsplit(cook.server.url)
    return str(parts.hostname), int(parts.port or 0)


@pytest.mark.parametrize("depth", [50, 5_000, 150_000])
@pytest.mark.parametrize("bracket", ['{"a":', "["])
def test_a_body_nested_without_end_is_refused(cook: Cook, depth: int, bracket: str) -> None:
    answer = cook.post("/recipes", content=bracket * depth, headers=JSON)
    assert answer.status_code in (400, 422)
    closed = "[" * depth + "]" * depth
    answer = cook.post("/recipes", content=f'{{"name": {closed}}}', headers=JSON)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("/recipes", {"name": "Toast"}),
        ("/ingredients", {"name": "bread"}),
        ("/chat/send", {"message": "help"}),
    ],
)
@pytest.mark.parametrize("extra", ["id", "user_id", "created_at", "nonsense", "__class__", ""])
def test_an_unknown_field_is_named(cook: Cook, path: str, good: Json, extra: str) -> None:
    answer = cook.post(path, json=good | {extra: "1"})
    problem = check_refused(answer, 422, "invalid_request")
    assert problem["errors"] == [{"field": extra, "message": "there is no such field here"}]


def test_an_unknown_field_deep_inside_is_named_by_its_place(cook: Cook) -> None:
    body = {"name": "Toast", "ingredients": [{"name": "bread"}, {"name": "butter", "grams": 5}]}
    assert field_of(cook.post("/recipes", json=body)) == "ingredients.1.grams"


TEXTS = {
    "/recipes": ["name", "description", "tags.0", "steps.0", "source_url", "ingredients.0.name"],
    "/ingredients": ["name", "unit", "category"],
    "/chat/send": ["message"],
}


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "\x1b[31m", "a\x7fb", "a\x08b"])
@pytest.mark.parametrize("path", TEXTS)
def test_text_that_cannot_be_stored_or_shown_is_refused(cook: Cook, path: str, text: str) -> None:
    required = {"/chat/send": {"message": "help"}}.get(path, {"name": "x"})
    for place in TEXTS[path]:
        field, _, inside = place.partition(".")
        value: Any = [text] if inside == "0" else text
        if inside == "0.name":
            value = [{"name": text}]
        if field == "source_url":
            value = f"https://example.org/{text}"
        body = json.dumps(required | {field: value})
        assert field_of(cook.post(path, content=body, headers=JSON)) == place


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "example.org",
        "https:",
        "https://",
        "http:///path",
        "https://[",
        "https://" + "x" * 2_000,
        "",
    ],
)
def test_a_link_that_is_no_web_address_is_refused(cook: Cook, url: str) -> None:
    answer = cook.post("/recipes", json={"name": "Toast", "source_url": url})
    assert field_of(answer) == "source_url"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "n" * 201),
        ("name", 7),
        ("name", None),
        ("name", ["Toast"]),
        ("description", "d" * 5_001),
        ("servings", 0),
        ("servings", -1),
        ("servings", 1.5),
        ("servings", True),
        ("servings", 10**30),
        ("prep_minutes", -1),
        ("cook_minutes", 10**9),
        ("steps", [""]),
        ("steps", "Toast it."),
        ("steps", ["x"] * 201),
        ("tags", ["t" * 51]),
        ("tags", [f"t{number}" for number in range(51)]),
        ("tags", [None]),
        ("ingredients", [{"name": "x"}] * 201),
        ("ingredients", [{}]),
        ("ingredients", [7]),
        ("ingredients", {"name": "flour"}),
    ],
)
def test_a_field_that_is_wrong_is_named(cook: Cook, field: str, value: Any) -> None:
    for method, path in (
        ("POST", "/recipes"),
        ("PUT", f"/recipes/{cook.recipe()['id']}"),
    ):
        answer = cook.request(method, path, json={"name": "Toast"} | {field: value})
        assert field_of(answer).split(".")[0] == field


def test_the_largest_recipe_there_may_be_is_saved(cook: Cook) -> None:
    line = {"name": "é" * 200, "quantity": 999_999.9999, "unit": "u" * 50, "note": "n" * 200}
    body = {
        "name": "🍅" * 200,
        "description": "d " * 2_500,
        "ingredients": [line] * 200,
        "steps": ["s" * 5_000] * 200,
        "tags": [f"{number:02}" + "t" * 48 for number in range(50)],
    }
    saved = cook.ok("POST", "/recipes", body)
    assert saved["steps"] == body["steps"]
    assert saved["ingredients"] == [line] * 200
    assert cook.ok("GET", "/recipes")[0]["id"] == saved["id"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", "${x}", "%s%n", "' --"])
def test_text_that_means_something_elsewhere_is_only_text(cook: Cook, text: str) -> None:
    saved = cook.recipe(text, steps=[text], description=text, tags=[text], uses=[text])
    assert (saved["name"], saved["steps"], saved["description"]) == (text, [text], text)
    assert cook.names("/recipes", tag=text) == [text]


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("/recipes", {"name": " "}, "name: String should have at least 1 character"),
        ("/recipes", {"name": "n" * 201}, "name: String should have at most 200 characters"),
        ("/ingredients", {}, "name: Field required"),
        ("/chat/send", {"message": ""}, "message: String should have at least 1 character"),
    ],
)
def test_a_refusal_says_what_a_person_can_act_on(
    cook: Cook, path: str, body: Json, message: str
) -> None:
    assert check_refused(cook.post(path, json=body), 422, "invalid_request")["detail"] == message
