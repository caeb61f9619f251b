"""Whether the kitchen can cook: what /health knows, for the page."""

import reflex as rx

from kitchen_app.errors import Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.health import Health
from kitchen_app.services import health


class Status(rx.State):
    """Empty strings until the first look has been taken."""

    status: str = ""
    database: str = ""
    migrations: str = ""
    assistant: str = ""
    version: str = ""

    @rx.event
    async def look(self) -> None:
        """Ask the database how it is; show whatever comes of it."""
        try:
            here = kitchen()
            found = await health.check(here.database, assistant=here.settings.assistant)
        except Unavailable:
            return
        self._show(found)

    def _show(self, found: Health) -> None:
        self.status = found.status
        self.database = found.database
        self.migrations = found.migrations
        self.assistant = found.assistant
        self.version = found.version
