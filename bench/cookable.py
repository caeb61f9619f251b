"""What size costs, in the database: cooks with a thousand, ten and a hundred thousand recipes."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, insert, text

from bench.report import Figure, at_most, no_more
from bench.routes import COMMON
from bench.seeding import rows_of, stock_up, user_of, without_indexes
from kitchen_app import embedded, migrations, security
from kitchen_app.models.base import new_id
from kitchen_app.schemas.cooking import CookableQuery
from kitchen_app.schemas.recipe import RecipeQuery
from kitchen_app.services import matching, recipes
from kitchen_app.services.auth import USERS
from kitchen_app.services.recipes import RECIPES

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 40
_ASKED = {
    "list of 50 by name": RecipeQuery(),
    "ingredient filter": RecipeQuery(ingredient=[COMMON]),
    "text search": RecipeQuery(q="leek"),
}
_COOKABLE = {
    "what the pantry can cook": CookableQuery(),
    "… that lacks two at most": CookableQuery(max_missing=2),
    "… for six": CookableQuery(servings=6),
    "… that uses what expires first": CookableQuery(use_soon=True),
    "… with leek and without egg": CookableQuery(**{"with": ["leek"], "without": ["egg"]}),
}


def figures(folder: Path) -> Iterator[Figure]:
    """Every figure, from a database of its own."""
    with embedded.running(folder) as url:
        engine = create_engine(url)
        migrations.upgrade(engine)
        with engine.begin() as connection, without_indexes(connection):
            cooks = {size: _seed(connection, size) for size in SIZES}
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        for name, query in _COOKABLE.items():
            for size, wanted in ((10_000, 50.0), (100_000, 250.0)):
                taken = _percentile(engine, cooks[size], matching.list_cookable, query, 0.95)
                what = f"{name}, {size:,} recipes, p95 in the database"
                yield no_more(what, taken, wanted=wanted, unit="ms")
        for name, asked in _ASKED.items():
            few, many = (
                _percentile(engine, cooks[size], recipes.list_recipes, asked, 0.5)
                for size in (1_000, 100_000)
            )
            yield at_most(f"{name}, 100,000 against 1,000", many, few, wanted=1.5, unit="ms")
        engine.dispose()


def _seed(connection: Connection, size: int) -> UUID:
    cook = new_id()
    user = {"id": cook, "username": f"cook{size}", "password_hash": security.NOBODYS_HASH}
    connection.execute(insert(USERS).values(user))
    connection.execute(insert(RECIPES), rows_of(connection, cook, size))
    stock_up(connection, cook)
    return cook


def _percentile(
    engine: Engine, cook: UUID, service: Callable[..., Any], query: Any, part: float
) -> float:
    """Milliseconds of the service as that cook."""
    taken = sorted(_once(engine, cook, service, query) for _ in range(ROUNDS))
    return 1000 * taken[int(part * (ROUNDS - 1))]


def _once(engine: Engine, cook: UUID, service: Callable[..., Any], query: Any) -> float:
    with engine.begin() as connection:
        began = time.perf_counter()
        service(connection, user_of(cook), query)
        return time.perf_counter() - began
