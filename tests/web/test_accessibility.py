"""Every page in both themes and sizes as axe-core sees it, and every page by keyboard alone."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.fake_openai import FakeModel
from tests.web.conftest import cooks
from tests.web.household import move_in
from tests.web.scenes import SCENES, Scene
from tests.web.visits import LAPTOP, PHONE, Visits, WebKitchen

pytestmark = pytest.mark.complains("404")
COLOURS = {"runOnly": ["color-contrast"]}  # all that a theme can change
NAMES = [scene.name for scene in SCENES]


@pytest.fixture(scope="module")
def residents(
    browser: Browser, model_kitchen: WebKitchen, model: FakeModel
) -> Iterator[dict[str, Page]]:
    """A page of each of those who look at scenes. Nothing moves in it."""
    with ExitStack() as stack:
        visits = Visits(browser, model_kitchen.url)
        stack.callback(visits.close)
        make = stack.enter_context(cooks(model_kitchen, visits))
        newcomer, settled = make(), make()
        move_in(settled, model)
        yield {
            "stranger": visits.context(reduced_motion="reduce").new_page(),
            "newcomer": newcomer.page(reduced_motion="reduce"),
            "settled": settled.page(reduced_motion="reduce"),
        }
        assert not visits.unexpected(["404"])


@pytest.mark.parametrize("scene", SCENES, ids=NAMES)
def test_axe_finds_nothing(scene: Scene, residents: dict[str, Page]) -> None:
    page = residents[scene.who]
    found = []
    for device, options in (("laptop", LAPTOP), ("phone", PHONE)):
        page.set_viewport_size(options["viewport"])
        scene.open(page)
        page.evaluate(AXE_SCRIPT)
        found += violations(page, f"{device} light", {})
        page.emulate_media(color_scheme="dark")
        found += violations(page, f"{device} dark", COLOURS)
        page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def violations(page: Page, where: str, options: dict[str, Any]) -> list[str]:
    """Theme, rule and node of each."""
    command = f"axe.run({json.dumps(options | {'resultTypes': ['violations']})})"
    return [
        f"{where}: {one['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for one in page.evaluate(command)["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scene", SCENES, ids=NAMES)
def test_every_control_is_reached_by_tab_and_seen_to_have_the_focus(
    scene: Scene, residents: dict[str, Page]
) -> None:
    page = residents[scene.who]
    page.set_viewport_size(LAPTOP["viewport"])
    scene.open(page)
    controls = page.evaluate(WATCH)
    assert controls
    for _ in range(len(controls) + 5):
        page.keyboard.press("Tab")
    never, unseen = page.evaluate("() => [missed(), unseen]")
    assert never == []
    assert unseen == []


WATCH = """() => {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const describe = e => e.outerHTML.slice(0, 160);
  const controls = [...(dialog ?? document).querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e =>
      !e.disabled && e.tabIndex >= 0 && !e.closest("[inert]") &&
      e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden" &&
      !(e.type === "radio" && !e.checked && document.querySelector(`[name="${e.name}"]:checked`)));
  const reached = new Set();
  window.unseen = [];
  window.missed = () => controls.filter(e => e.isConnected && !reached.has(e)).map(describe);
  const rings = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0
    || s.boxShadow !== "none";
  const outlined = e => e && ["", "::before", "::after"].some(p => rings(getComputedStyle(e, p)));
  document.addEventListener("focusin", ({target}) => {
    reached.add(target);
    const around = [target, target.nextElementSibling, target.parentElement,
      target.parentElement?.parentElement];
    if (controls.includes(target) && !around.some(outlined)) unseen.push(describe(target));
  });
  document.activeElement.blur();
  return controls.map(describe);
}"""
