"""Cooking from a recipe: step by step, with timers."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.recipes import opened
from tests.web.visits import WebCook

TIMES = {  # what a step says: the seconds of each timer it offers
    "Simmer 20 minutes, then 30 secs.": [1_200, 30],
    "Bake 1/2 hour.": [1_800],
    "1 1/2 hours, 1-1/2 hours, 1½ hours, 1 and a half hours": [5_400] * 4,
    "¾ h or ¼ hour": [2_700, 900],
    "An hour. Half an hour. A quarter of an hour. An hour and a half.": [3_600, 1_800, 900, 5_400],
    "8-10 minutes, 8 – 10 min, 8 to 10 minutes, between 8 and 10 minutes": [480] * 4,
    "2-2½ hours": [7_200],
    "2 hours 30 minutes; 1h30min; 1 hour and 5 minutes": [9_000, 5_400, 3_900],
    "30 minutes or 1 hour": [1_800, 3_600],
    "1,000 seconds, 1,5 hours, 1.5 hours": [1_000, 5_400, 5_400],
    "Add a second egg, 20 mini tomatoes, 2 horses; 1/0 hour; 48 hours": [],
}


@pytest.mark.complains("ERR_INTERNET_DISCONNECTED")
def test_cook_mode_goes_by_keys_buttons_and_swipes_without_a_server(
    cook: WebCook, soup: dict[str, Any]
) -> None:
    page = opened(cook, soup)
    page.context.set_offline(True)
    opener = page.get_by_role("button", name="Cook", exact=True)
    opener.click()
    mode = page.get_by_role("dialog", name="Leek soup")
    expect(mode.get_by_text("Step 1 of 3", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(mode.locator(".cook-panels").get_by_text("Simmer")).to_be_in_viewport(ratio=1)
    mode.get_by_role("button", name="Start 20 minutes").click()
    expect(mode.get_by_text("Step 2, 20 minutes")).to_be_visible()
    mode.locator(".cook-panels").evaluate("panels => panels.scrollTo(10_000, 0)")
    expect(mode.get_by_text("Step 3 of 3", exact=True)).to_be_visible()
    expect(mode.get_by_role("button", name="Done")).to_be_visible()
    mode.get_by_role("button", name="Previous").click()
    mode.get_by_role("button", name="Ingredients").click()
    mode.get_by_text("⅓ cup milk").click()
    page.keyboard.press("Escape")
    expect(mode.get_by_text("⅓ cup milk")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(mode).to_be_hidden()
    expect(opener).to_be_focused()
    expect(page.get_by_role("checkbox", name="⅓ cup milk")).to_be_checked()
    opener.click()
    expect(mode.get_by_text("Step 2 of 3", exact=True)).to_be_visible()


def test_a_timer_is_there_until_it_is_stopped(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup, phone=True)
    cook_it = page.get_by_role("button", name="Cook", exact=True)
    mode = page.get_by_role("dialog", name="Leek soup")
    running = page.get_by_role("timer").filter(has_text="Step 2, 20 minutes")
    stop = page.locator(".page-timers").get_by_role("button", name="Stop the timer: Step 2")
    cook_it.click()
    mode.get_by_role("button", name="Next").click()
    mode.get_by_role("button", name="Start 20 minutes").click()
    page.keyboard.press("Escape")
    expect(running).to_be_in_viewport()
    page.get_by_role("link", name="Cookbook").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cookbook")
    page.get_by_role("link", name="Leek soup").click()
    expect(running).to_be_in_viewport()
    cook_it.click()
    expect(mode.get_by_role("timer")).to_have_count(1)
    page.keyboard.press("Escape")
    stop.click()
    expect(page.locator(".timer")).to_have_count(0)
    expect(cook_it).to_be_focused()


def test_times_are_read_as_cooks_write_them(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    read = """async (texts) => {
        const { timesIn } = await import("/times.js");
        return texts.map((text) => timesIn(text).map(({ seconds }) => seconds));
    }"""
    assert dict(zip(TIMES, page.evaluate(read, list(TIMES)), strict=True)) == TIMES


LOCKS = """() => {
  window.locks = [];
  navigator.wakeLock.request = async (kind) => {
    const lock = { kind, released: false, release: async () => (lock.released = true) };
    window.locks.push(lock);
    return lock;
  };
}"""


def test_the_screen_stays_on_while_one_cooks(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    page.evaluate(LOCKS)
    page.get_by_role("button", name="Cook", exact=True).click()
    page.wait_for_function("locks.length === 1 && locks[0].kind === 'screen'")
    assert page.evaluate("locks[0].released") is False
    page.keyboard.press("Escape")
    page.wait_for_function("locks[0].released")
