"""Composition root: settings, API, pages, lifespan; nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex_components_core.base.error_boundary import (  # type: ignore[import-untyped]
    error_boundary,
)

from kitchen_app import logs, runtime
from kitchen_app.components import theme
from kitchen_app.components.notices import out_of_touch
from kitchen_app.config import Settings, load_settings
from kitchen_app.origins import accept_own_origin
from kitchen_app.pages import home, not_found
from kitchen_app.routers.api import create_api
from kitchen_app.states.status import Status


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Open this process's kitchen, on a migrated database."""
    settings = load_settings()
    logs.configure(settings.log_level)
    async with runtime.opened(settings):
        yield


settings = Settings()
app = rx.App(
    stylesheets=["/kitchen.css"],
    head_components=[
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        *(
            rx.el.meta(
                name="theme-color",
                content=paper,
                custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
            )
            for scheme, paper in theme.PAPERS.items()
        ),
    ],
    html_lang="en",
    toaster=None,
    app_wraps={
        (55, "ErrorBoundary"): lambda _: error_boundary(),
        (5, "OutOfTouch"): lambda stateful: out_of_touch() if stateful else None,
    },
    api_transformer=create_api(),
)
accept_own_origin(app, settings.address)
app.register_lifespan_task(lifespan)
app.add_page(
    home.home,
    route="/",
    title=home.TITLE,
    description=home.DESCRIPTION,
    on_load=Status.look,
)
app.add_page(not_found.not_found, route="404", title=not_found.TITLE)
