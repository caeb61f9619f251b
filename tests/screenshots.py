"""`python -m tests.screenshots`: every page as it is, into docs/screenshots."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import update

from kitchen_app.services.logins import LOGINS
from tests import browser as chromium
from tests.databases import copy_template, postgres
from tests.fake_openai import KEY, FakeModel, fake_model
from tests.web.conftest import cooks, opened
from tests.web.household import move_in
from tests.web.scenes import SCENES, Scene
from tests.web.visits import Visits, WebKitchen

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
THEMES = ("light", "dark")
DEVICES = ("laptop", "phone")
MOST_BYTES = 60_000


def main() -> None:
    """Take them all; what was there is replaced."""
    path = chromium.find()
    assert path, "No Chromium; `make test` installs one."
    with (
        tempfile.TemporaryDirectory(prefix="kitchen-screenshots-") as folder,
        fake_model() as model,
    ):
        Path(folder).chmod(0o755)  # PostgreSQL may run under another account
        with kitchen(Path(folder), model) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
            FOLDER.mkdir(exist_ok=True)
            for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.webp")):
                old.unlink()
            take_all(browser, served, model)
            browser.close()


@contextmanager
def kitchen(folder: Path, model: FakeModel) -> Iterator[WebKitchen]:
    behind = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY}
    with postgres(folder / "database") as url:
        database_url = copy_template(url, "screenshots")
        with opened(database_url, folder / "kitchen", **behind) as served:
            yield served


def take_all(browser: Browser, served: WebKitchen, model: FakeModel) -> None:
    visits = Visits(browser, served.url)
    with cooks(served, visits) as make:
        newcomer, settled = make("robin"), make("ada")
        move_in(settled, model)
        with served.database.transaction() as connection:
            connection.execute(update(LOGINS).values(client="Firefox on Linux"))
        for device in DEVICES:
            options: dict[str, Any] = {"phone": device == "phone", "reduced_motion": "reduce"}
            pages = {
                "stranger": visits.context(**options).new_page(),
                "newcomer": newcomer.context(**options).new_page(),
                "settled": settled.context(**options).new_page(),
            }
            for scene in SCENES:
                take(pages[scene.who], scene, device)
    visits.close()


def take(page: Page, scene: Scene, device: str) -> None:
    """One scene in both themes."""
    scene.open(page)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.evaluate("document.fonts.ready")
        keep(page.screenshot(animations="disabled"), FOLDER / f"{scene.name}-{device}-{theme}.webp")


def keep(png: bytes, path: Path) -> None:
    """At most MOST_BYTES, as good as that allows."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for quality in (86, 76, 66, 56):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            return


if __name__ == "__main__":
    main()
