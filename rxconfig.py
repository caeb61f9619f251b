"""Reflex's settings. Read while building too, when nothing about the deployment is known yet."""

import reflex as rx
from reflex.constants import StateManagerMode as Mode

from kitchen_app.config import Settings
from kitchen_app.origins import OwnOrigin

HOUR = 3_600  # seconds
LOCK = 20_000  # milliseconds: longer than any transaction

settings = Settings()

config = rx.Config(
    app_name="kitchen_app",
    backend_port=settings.port,
    api_url=f"http://localhost:{settings.port}",  # live reload only: see OwnOrigin
    redis_url=settings.redis_url,
    state_manager_mode=Mode.REDIS if settings.redis_url else Mode.MEMORY,
    redis_token_expiration=24 * HOUR if settings.redis_url else HOUR,  # in memory as well
    redis_lock_expiration=LOCK,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[OwnOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
config.cors_allowed_origins = [settings.address]  # whatever REFLEX_… says: with credentials
