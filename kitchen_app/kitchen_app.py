"""Composition root: settings, API, pages, lifespan; nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex_components_core.base.error_boundary import (  # type: ignore[import-untyped]
    error_boundary,
)

from kitchen_app import logs, runtime
from kitchen_app.components.head import head
from kitchen_app.config import Settings, load_settings
from kitchen_app.origins import accept_own_origin, serve_without_redirect
from kitchen_app.pages import PAGES
from kitchen_app.routers.api import create_api
from kitchen_app.routers.crowd import bound_pages
from kitchen_app.states.faults import backend_fault, frontend_fault
from kitchen_app.states.frames import keep_frames, only_packets
from kitchen_app.states.tab import keep_tabs
from kitchen_app.states.waiting import wait_for_redis, wait_no_more


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Open this process's kitchen, on a migrated database."""
    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    async with runtime.opened(settings):
        yield
    wait_no_more(app)


STYLES = ("kitchen", "account", "chat", "cookbook", "pantry", "recipe", "window")

settings = Settings()
app = rx.App(
    stylesheets=[f"/{name}.css" for name in STYLES],
    head_components=head(),
    html_lang="en",
    toaster=None,
    backend_exception_handler=backend_fault,
    frontend_exception_handler=frontend_fault,
    app_wraps={(55, "ErrorBoundary"): lambda _: error_boundary()},
    api_transformer=[
        create_api(),
        serve_without_redirect({module.ROUTE for module in PAGES if module.ROUTE != "/"}),
        only_packets,
        bound_pages,
    ],
)
keep_tabs(app)
keep_frames(app)
wait_for_redis(app)
accept_own_origin(app, settings.address)
app.register_lifespan_task(lifespan)
for module in PAGES:
    app.add_page(module.page, route=module.ROUTE, title=module.TITLE, on_load=module.ON_LOAD)
