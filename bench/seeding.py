"""A kitchen with ten cooks in it, each with ten thousand recipes, in half a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, insert, text

from bench.vocabulary import pantry_items, recipes
from kitchen_app import migrations, security
from kitchen_app.models import Ingredient
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.security import Claims
from kitchen_app.services import journal, needs
from kitchen_app.services.auth import USERS
from kitchen_app.services.logins import begin_login
from kitchen_app.services.pantry import derived
from kitchen_app.services.recipes import RECIPES, searchable

MASTER_KEY = "bench master key"
JWT_SECRET = "bench secret of at least 32 bytes"
DEEP = 5_000  # rows before the deep page

_COPY = """
INSERT INTO recipes ({columns}, user_id, id)
SELECT {columns}, users.id, gen_random_uuid()
FROM recipes CROSS JOIN users
WHERE recipes.user_id = :first AND users.id <> :first ORDER BY md5(recipes.id::text)
"""

_COPY_NEEDS = """
INSERT INTO needs
SELECT users.id, needs.id, fingerprint, food_key, kinds, dimension, amount, upto, special_keys,
    special_amounts
FROM needs CROSS JOIN users WHERE needs.user_id = :first AND users.id <> :first
"""
PANTRY = 200  # entries


@dataclass(frozen=True)
class Seeded:
    """The cook who is measured: recipes, and the last row before the deep page; all the tokens.

    `guests` are tokens of cooks without recipes.
    """

    cook: UUID
    tokens: list[str]
    guests: list[str]
    recipe_ids: list[UUID]
    before_deep: tuple[str, UUID]

    @property
    def token(self) -> str:
        return self.tokens[0]


def seed(url: str, *, cooks: int, guests: int, recipes_each: int) -> Seeded:
    """Migrate an empty database and fill it. Every cook has recipes of the same content."""
    engine = create_engine(url)
    migrations.upgrade(engine)
    users = [_user(number) for number in range(cooks + guests)]
    with engine.begin() as connection:
        connection.execute(insert(USERS), users[:cooks])
        _fill(connection, users[0]["id"], recipes_each)
        connection.execute(insert(USERS), users[cooks:])
        claims = [
            begin_login(connection, user["id"], kind="token", client="bench") for user in users
        ]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        seeded = _seeded(connection, claims, cooks)
    engine.dispose()
    return seeded


def _user(number: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "username": f"cook{number}",
        "password_hash": security.NOBODYS_HASH,
    }


def _fill(connection: Connection, cook: UUID, count: int) -> None:
    with without_indexes(connection):
        connection.execute(insert(RECIPES), rows_of(connection, cook, count))
        kept = {"user_id", "id", "search"}
        columns = ", ".join(f"recipes.{c.name}" for c in RECIPES.columns if c.name not in kept)
        names = columns.replace("recipes.", "")
        statement = _COPY.replace("{columns}, user_id", f"{names}, user_id").format(columns=columns)
        connection.execute(text(statement), {"first": cook})
    connection.execute(text(_COPY_NEEDS), {"first": cook})
    stock_up(connection, cook)


@contextmanager
def without_indexes(connection: Connection) -> Iterator[None]:
    """Those of the recipes are made anew afterwards, which is faster than to keep them up row by
    row."""
    indexes = connection.execute(
        text("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix\\_recipes%'")
    ).all()
    for name, _ in indexes:
        connection.execute(text(f"DROP INDEX {name}"))
    yield
    for _, definition in indexes:
        connection.execute(text(definition))


def _dumped(count: int) -> list[dict[str, Any]]:
    return [recipe.model_dump(mode="json") for recipe in recipes(count)]


def rows_of(connection: Connection, cook: UUID, count: int) -> list[dict[str, Any]]:
    """So many recipes, with what is derived from them."""
    dumped = _dumped(count)
    wants = [needs.wanted(recipe["ingredients"]) for recipe in dumped]
    ids = iter(needs.ids_of(connection, user_of(cook), [one for want in wants for one in want]))
    return [
        recipe
        | searchable(recipe)
        | {"user_id": cook, "id": new_id(), "needs": [next(ids) for _ in want]}
        for recipe, want in zip(dumped, wants, strict=True)
    ]


def stock_up(connection: Connection, cook: UUID, entries: int = PANTRY) -> None:
    """A pantry, amounts as recipes have them."""
    user, today = user_of(cook), date(2031, 5, 1)
    for item in pantry_items(entries):
        whole = item.model_dump() | {"expires_on": today + timedelta(days=len(item.name))}
        journal.create(connection, user, Ingredient, whole | derived(connection, user, whole))


def user_of(cook: UUID) -> UserRead:
    return UserRead(id=cook, username="cook", created_at=datetime.now(UTC))


def _seeded(connection: Connection, logins: list[Claims], cooks: int) -> Seeded:
    rows = connection.execute(
        text("SELECT sort_name, id FROM recipes WHERE user_id = :cook ORDER BY sort_name, id"),
        {"cook": logins[0].user_id},
    ).all()
    sort_name, row_id = rows[min(DEEP, len(rows)) - 1]
    tokens = [security.mint_token(claims, JWT_SECRET) for claims in logins]
    return Seeded(
        cook=logins[0].user_id,
        tokens=tokens[:cooks],
        guests=tokens[cooks:],
        recipe_ids=[row[1] for row in rows],
        before_deep=(sort_name, row_id),
    )
