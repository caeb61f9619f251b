"""Whether the kitchen can cook: what /health knows, for the page."""

from typing import Any

import reflex as rx

from kitchen_app.errors import NotAuthenticated, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.services import auth
from kitchen_app.states.base import CookState, handler


class Status(CookState, rx.State):
    """Empty strings until the first look has been taken."""

    status: str = ""
    version: str = ""

    @handler(public=True)
    async def look(self) -> Any:
        """Ask the database how it is; whoever is signed in goes on to the chat."""
        found = await kitchen().health()
        self.status, self.version = found.status, found.version
        try:
            await self._as_cook(auth.read_me)
        except (NotAuthenticated, Unavailable):
            return None
        return rx.redirect("/chat", replace=True)
