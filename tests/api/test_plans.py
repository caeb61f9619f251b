"""The queries that are asked most use the indexes that are there for them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

from bench.seeding import rows_of, stock_up, user_of
from kitchen_app.schemas.cooking import CookableQuery
from kitchen_app.schemas.ingredient import IngredientQuery
from kitchen_app.schemas.recipe import RecipeQuery
from kitchen_app.services import matching, pantry, recipes
from kitchen_app.services.recipes import RECIPES
from tests.factories import Cook, make_cook
from tests.servers import ApiServer

Statements = list[tuple[str, Any]]


@pytest.fixture(scope="module")
def full(server: ApiServer) -> Cook:
    """A cook with enough recipes for a plan to matter, in a database that has been vacuumed."""
    cook = make_cook(server)
    with server.database.transaction() as connection:
        # What is not on disk yet, VACUUM does not take to be visible to all.
        connection.execute(text("SET LOCAL synchronous_commit = on"))
        connection.execute(insert(RECIPES), rows_of(connection, cook.id, 3_000))
        stock_up(connection, cook.id)
    with server.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("recipes", "needs", "ingredients"):
            connection.execute(text(f"VACUUM ANALYZE {table}"))
    return cook


@contextmanager
def listening(engine: Engine) -> Iterator[Statements]:
    """What is sent to the database meanwhile."""
    sent: Statements = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def plan(cook: Cook, service: Callable[..., Any], query: Any) -> str:
    """How PostgreSQL does the last statement that the service sends."""
    engine = cook.server.database.engine
    with cook.server.database.transaction() as connection:
        with listening(engine) as sent:
            service(connection, user_of(cook.id), query)
        statement, parameters = sent[-1]
        return "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"servings": 6},
        {"use_soon": True, "max_missing": 2},
        {"with": ["leek"], "without": ["egg"]},
    ],
)
def test_ranking_reads_the_index_and_no_recipe_that_is_not_on_the_page(
    full: Cook, asked: dict[str, Any]
) -> None:
    found = plan(full, matching.list_cookable, CookableQuery(**asked, limit=5))
    assert "Index Only Scan using ix_recipes_name on recipes" in found, found
    assert "Index Scan using pk_recipes" in found
    assert "Seq Scan on recipes" not in found


@pytest.mark.parametrize(
    ("service", "query", "index"),
    [
        (recipes.list_recipes, RecipeQuery(), "ix_recipes_name"),
        (recipes.list_recipes, RecipeQuery(ingredient=["durian"]), "ix_recipes_terms"),
        (recipes.list_recipes, RecipeQuery(q="durian"), "ix_recipes_search"),
        (pantry.list_ingredients, IngredientQuery(), "ix_ingredients_name"),
    ],
)
def test_a_list_uses_its_index(
    full: Cook, service: Callable[..., Any], query: Any, index: str
) -> None:
    assert index in plan(full, service, query.model_copy(update={"limit": 5}))
