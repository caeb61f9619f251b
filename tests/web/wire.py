"""A page's websocket, with a hand on it."""

import re

from playwright.sync_api import Page, WebSocketRoute


class Wire:
    """What the kitchen answers can be held back; put it on before the page is opened."""

    def __init__(self, page: Page) -> None:
        self._page: WebSocketRoute | None = None
        self._held: list[str | bytes] = []
        self._holds = False
        page.route_web_socket(re.compile("/_event"), self._connect)

    def hold(self) -> None:
        self._holds = True

    def release(self) -> None:
        """All that was held, in its order; and what comes from now on."""
        self._holds = False
        held, self._held = self._held, []
        for frame in held:
            self._pass(frame)

    def _connect(self, page: WebSocketRoute) -> None:
        self._page = page
        page.connect_to_server().on_message(self._pass)

    def _pass(self, frame: str | bytes) -> None:
        if self._holds or self._page is None:
            self._held.append(frame)
        else:
            self._page.send(frame)
