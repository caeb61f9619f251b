"""In at the door, out again, and what an account can do in its settings."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from kitchen_app.security import Claims, mint_token
from tests.factories import PASSWORD
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.web.conftest import NewCook
from tests.web.visits import Visits, WebCook, WebKitchen, session_cookie

NEW = "eight purple carrots"
LOGIN = re.compile(r"/login\?next=/\w+")


def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def alert(page: Page, text: str) -> None:
    expect(page.get_by_text(text)).to_be_visible()


@pytest.mark.complains("403 (Forbidden)", "409 (Conflict)", "422")
def test_a_new_cook_signs_up_and_is_told_beside_the_field_what_is_wrong(
    visits: Visits, cook: WebCook
) -> None:
    page = visits.context().new_page()
    page.goto("/signup")
    name, password, key = (
        page.get_by_label("Username"),
        page.get_by_label("Password", exact=True),
        page.get_by_label("Master key"),
    )
    submit = page.get_by_role("button", name="Make an account")
    name.fill(cook.username)
    password.press_sequentially("password12")
    alert(page, "Weak")
    submit.click()
    alert(page, "Type your master key.")
    expect(key).to_be_focused()
    name.fill("?")
    password.fill("short")
    key.fill("not the key")
    submit.click()
    alert(page, "It must be 3 to 32 of the letters")
    alert(page, "It must be at least 10 characters.")
    expect(name).to_be_focused()
    expect(password).to_have_attribute("aria-invalid", "true")
    name.fill(cook.username)
    expect(page.get_by_text("It must be 3 to 32")).to_be_hidden()
    password.fill(PASSWORD)
    submit.click()
    alert(page, "That is not this kitchen's master key.")
    expect(key).to_have_attribute("aria-invalid", "true")
    key.fill(MASTER_KEY)
    submit.click()
    alert(page, "taken")
    expect(name).to_have_value(cook.username)
    name.fill(f"{cook.username}.new")
    submit.click()
    page.wait_for_url("**/chat")
    kept = {one["name"]: one for one in page.context.cookies()}["kitchen_session"]
    assert (kept["httpOnly"], kept["sameSite"], kept["secure"]) == (True, "Strict", False)
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert kept["value"] not in stored


@pytest.mark.complains("401 (Unauthorized)")
def test_after_login_one_is_where_one_wanted_to_go_and_stays_in(
    visits: Visits, cook: WebCook
) -> None:
    page = visits.context().new_page()
    page.goto("/pantry?sort=expires_on")
    page.wait_for_url(LOGIN)
    page.get_by_role("link", name="Make an account").click()
    page.get_by_role("link", name="Log in").click()
    page.wait_for_url(LOGIN)
    log_in(page, cook.username, "not the password")
    alert(page, "That username and password do not belong together.")
    log_in(page, cook.username)
    page.wait_for_url(re.compile(r"/pantry\?sort=expires_on$"))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pantry")
    page.goto("/login")
    page.wait_for_url("**/chat")


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/.//evil.example/x",
        "/..//evil.example",
        "javascript:1",
    ],
)
def test_login_leads_nowhere_else(visits: Visits, cook: WebCook, next_page: str) -> None:
    page = visits.context().new_page()
    page.goto(f"/login?next={next_page}")
    log_in(page, cook.username)
    page.wait_for_url(f"{visits.url}/chat")


def test_a_password_can_be_shown_and_caps_lock_is_told(visits: Visits) -> None:
    page = visits.context().new_page()
    page.goto("/login")
    password = page.get_by_label("Password", exact=True)
    password.fill("secret")
    page.get_by_role("button", name="Show password").click()
    expect(password).to_have_attribute("type", "text")
    expect(password).to_be_focused()
    page.evaluate(
        """() => document.getElementById("password").dispatchEvent(
            new KeyboardEvent("keydown", {key: "A", modifierCapsLock: true, bubbles: true}))"""
    )
    expect(page.get_by_text("Caps Lock is on.")).to_be_visible()


def test_logging_out_in_one_tab_logs_out_all_of_them(cook: WebCook) -> None:
    context = cook.context()
    first, second = context.new_page(), context.new_page()
    second.goto("/pantry")
    first.goto("/settings")
    first.get_by_role("button", name="Log out", exact=True).click()
    for tab in (first, second):
        tab.wait_for_url("**/login")
    second.goto("/cookbook")
    second.wait_for_url(LOGIN)
    assert cook.get("/auth/me").status_code == 401


def test_logging_out_everywhere_ends_every_page_and_token(visits: Visits, cook: WebCook) -> None:
    elsewhere, page = cook.page("/pantry"), visits.context().new_page()
    page.goto("/login?next=/settings")
    log_in(page, cook.username)
    page.get_by_role("button", name="Log out everywhere").click()
    page.wait_for_url("**/login")
    elsewhere.get_by_role("link", name="Cookbook").first.click()
    elsewhere.wait_for_url(LOGIN)
    assert cook.get("/auth/me").status_code == 401


@pytest.mark.complains("503")
def test_a_log_out_that_fails_says_so(cook: WebCook) -> None:
    page = cook.page("/settings")
    page.route("**/auth/cookie*", lambda route: route.fulfill(status=503, json={}))
    page.get_by_role("button", name="Log out everywhere").click()
    alert(page, "You are not logged out")
    cook.ok("GET", "/auth/me")


def test_a_login_ended_elsewhere_is_over_at_the_next_thing_one_does(cook: WebCook) -> None:
    page = cook.page("/settings")
    expect(page.get_by_text("This device")).to_be_visible()
    cook.ok("POST", "/auth/logout")
    page.get_by_role("link", name="Pantry").first.click()
    page.wait_for_url(LOGIN)


def test_an_expired_session_leads_to_the_login_and_back(
    visits: Visits, cook: WebCook, kitchen: WebKitchen
) -> None:
    claims = Claims(cook.id, cook.login_id)
    old = mint_token(claims, JWT_SECRET, now=datetime.now(UTC) - timedelta(days=40))
    context = visits.context()
    context.add_cookies([session_cookie(kitchen.url, old)])
    page = context.new_page()
    page.goto("/settings")
    page.wait_for_url(LOGIN)
    log_in(page, cook.username)
    page.wait_for_url("**/settings")
    expect(page.get_by_text(cook.username)).to_be_visible()


def test_another_cook_in_the_same_tab_finds_nothing_of_the_first(new_cook: NewCook) -> None:
    first, second = new_cook(), new_cook()
    page = first.page("/settings")
    expect(page.get_by_text(first.username)).to_be_visible()
    page.get_by_role("button", name="Log out", exact=True).click()
    page.wait_for_url("**/login")
    frames: list[str] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: frames.append(str(data))))
    log_in(page, second.username)
    page.wait_for_url("**/chat")
    page.goto("/settings")
    expect(page.get_by_text(second.username)).to_be_visible()
    assert frames
    assert not any(first.username in frame for frame in frames)


def test_a_changed_password_logs_out_every_other_device(cook: WebCook) -> None:
    page = cook.page("/settings")
    other = cook.ok("POST", "/auth/login", {"username": cook.username, "password": PASSWORD})
    page.get_by_label("Current password", exact=True).fill("not it at all")
    page.get_by_label("New password", exact=True).fill(NEW)
    change = page.get_by_role("button", name="Change password")
    change.click()
    alert(page, "That is not your password.")
    page.get_by_label("Current password", exact=True).fill(PASSWORD)
    change.click()
    alert(page, "Your password is changed.")
    page.reload()
    expect(page.get_by_text(cook.username)).to_be_visible()
    gone = cook.get("/auth/me", headers={"Authorization": f"Bearer {other['access_token']}"})
    assert gone.status_code == 401
    cook.ok("POST", "/auth/login", {"username": cook.username, "password": NEW})


def test_other_devices_are_listed_and_can_be_logged_out(cook: WebCook) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
    body = {"username": cook.username, "password": PASSWORD}
    cook.ok("POST", "/auth/login?page=true", body, headers=agent)
    page = cook.page("/settings")
    page.get_by_role("button", name="Log out Firefox on Linux").click()
    alert(page, "That device is logged out.")
    expect(page.get_by_text("Firefox on Linux")).to_have_count(0)
    assert len(cook.ok("GET", "/auth/logins")) == 1


@pytest.mark.complains("ERR_FAILED")
def test_the_chosen_theme_holds_before_anything_is_drawn(cook: WebCook) -> None:
    page = cook.page("/settings", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--paper')"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(ground)
    assert dark != light
    page.route("**/assets/**", lambda route: route.abort())
    page.goto("/pantry", wait_until="commit")
    page.locator("body").wait_for(state="attached")
    assert page.evaluate(ground) == dark


def test_an_account_goes_with_everything_in_it(cook: WebCook, new_cook: NewCook) -> None:
    stranger = new_cook()
    stranger.stock("rice")
    page = cook.page("/settings")
    page.get_by_role("button", name="Delete my account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password", exact=True).fill("not it at all")
    dialog.get_by_role("button", name="Delete everything").click()
    alert(page, "That is not your password.")
    dialog.get_by_label("Your password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert cook.get("/auth/me").status_code == 401
    assert "kitchen_session" not in {kept["name"] for kept in page.context.cookies()}
    assert len(stranger.ok("GET", "/ingredients")) == 1
