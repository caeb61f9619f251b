"""What a browser may make of answers: pages run what they were built with, and nothing else."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from kitchen_app.headers import page_policy
from kitchen_app.pages import PAGES
from tests.web.visits import Visits, WebCook, WebKitchen

POLICY = "content-security-policy"
PATHS = [re.sub(r"\[+\w+\]+", "1", f"/{module.ROUTE.strip('/')}") for module in PAGES]
INJECTED = """
<script>window.hacked = [...window.hacked ?? [], "script"]</script>
<script src="data:text/javascript,window.hacked = [...window.hacked ?? [], 'data']"></script>
<img src="/favicon.svg" onload="window.hacked = [...window.hacked ?? [], 'onload']">
<img src="x:" onerror="window.hacked = [...window.hacked ?? [], 'onerror']">
<style>html { --hacked: style }</style>
<base href="https://evil.example/">
"""
KINDS = {"inline script", "data:text", "inline event handler", "inline style", "base URI"}
HACKED = {"script", "data", "onload", "onerror", "style", "https://evil.example/"}


class Inline(HTMLParser):
    """The inline scripts and styles of a page, and its attributes that would be either."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.attributes += [name for name in names if name.startswith("on") or name == "style"]
        if tag in ("script", "style") and "src" not in names:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and self.texts:
            self.texts[-1] += data


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("path", [*PATHS, "/nothing-here", "/docs"])
def test_every_inline_script_of_every_page_is_known_by_its_hash(
    kitchen: WebKitchen, path: str
) -> None:
    answer = httpx.get(f"{kitchen.url}{path}", follow_redirects=True)
    inline, policy = Inline(answer.text), answer.headers[POLICY]
    assert inline.texts
    assert [text for text in inline.texts if hash_of(text) not in policy] == []
    assert inline.attributes == []
    assert "'unsafe-" not in policy


def test_no_page_is_framed_or_sends_its_forms_elsewhere(kitchen: WebKitchen) -> None:
    rules = httpx.get(kitchen.url).headers[POLICY].split("; ")
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'self'"} < set(rules)
    assert {"frame-ancestors 'none'", "connect-src 'self'", "img-src 'self'"} < set(rules)


def test_a_page_that_is_new_is_in_the_policy_by_being_there() -> None:
    pages = ["<p>1</p><SCRIPT async>one()\n</SCRIPT >", '<style media="x">a > b {}</style>']
    policy = page_policy(pages)
    assert hash_of("one()\n") in policy.partition("style-src")[0]
    assert hash_of("a > b {}") in policy.partition("style-src")[2]
    assert hash_of("") not in page_policy(['<script src="/x.js"></script>']).partition("style")[0]


PREFLIGHT = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}


def test_every_answer_of_the_api_may_do_nothing(kitchen: WebKitchen, cook: WebCook) -> None:
    strict = "default-src 'none'; frame-ancestors 'none'"
    answers = [cook.get("/health"), cook.get("/recipes"), cook.get("/recipes/nope")]
    answers += [cook.post("/auth/cookie"), cook.post("/auth/login"), cook.get("/kitchen.js")]
    answers += [
        cook.post("/chat/send", json={"message": "hi"}),
        httpx.get(f"{kitchen.url}/changes"),
    ]
    answers += [httpx.options(f"{kitchen.url}/recipes", headers=PREFLIGHT)]
    assert {answer.status_code for answer in answers} == {200, 204, 400, 401, 422}
    for answer in answers:
        assert answer.headers[POLICY] == strict
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "screen-wake-lock=(self)" in answer.headers["permissions-policy"]


def test_a_page_that_the_browser_has_keeps_its_policy(kitchen: WebKitchen) -> None:
    first = httpx.get(f"{kitchen.url}/login")
    again = httpx.get(f"{kitchen.url}/login", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert POLICY not in again.headers


@pytest.mark.parametrize("path", ["/", "/health"])
def test_browsers_are_told_to_stay_on_https_only_there(kitchen: WebKitchen, path: str) -> None:
    https = httpx.get(f"{kitchen.url}{path}", headers={"X-Forwarded-Proto": "https"}).headers
    http = httpx.get(f"{kitchen.url}{path}", headers={"Origin": "https://127.0.0.1"}).headers
    for name in ("strict-transport-security", "cross-origin-opener-policy"):
        assert name in https
        assert name not in http


def inject(page: Page, *, policy: bool) -> None:
    """From now on pages have what is injected in them; without the policy, where so told."""

    def answer(route: Route) -> None:
        response = route.fetch()
        headers = dict(response.headers)
        if not policy:
            del headers[POLICY]
        body = response.text().replace("<head>", f"<head>{INJECTED}")
        route.fulfill(response=response, headers=headers, body=body)

    page.route("**/login", answer)


def hacked(page: Page) -> set[str]:
    """What of it came to something."""
    return set(
        page.evaluate(
            """() => [...window.hacked ?? [],
              getComputedStyle(document.documentElement).getPropertyValue("--hacked").trim(),
              document.baseURI].filter((one) => one && one !== location.href)"""
        )
    )


@pytest.mark.complains("Content Security Policy", "ERR_", "React error #418")
@pytest.mark.parametrize("policy", [True, False])
def test_nothing_that_is_injected_into_a_page_runs(visits: Visits, policy: bool) -> None:
    page = visits.context().new_page()
    inject(page, policy=policy)
    page.goto("/login", wait_until="load")
    assert hacked(page) == (set() if policy else HACKED)
    refused = {kind for kind in KINDS if any(kind in one for one in visits.complaints)}
    assert refused == (KINDS if policy else set())


def test_the_page_of_the_api_works_without_anything_from_elsewhere(visits: Visits) -> None:
    page = visits.context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/docs")
    health = page.locator("#operations-health-read_health")
    health.get_by_role("button").first.click()
    health.get_by_role("button", name="Try it out").click()
    health.get_by_role("button", name="Execute").click()
    expect(health.locator(".live-responses-table .response-col_status").nth(1)).to_contain_text(
        "200"
    )
    assert [url for url in asked if not url.startswith((visits.url, "data:"))] == []
