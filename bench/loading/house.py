"""The house that is put under load: many cooks, each with a cookbook and a pantry."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, update

from bench import servers, streaming
from bench.seeding import JWT_SECRET, Seeded, seed, stock_up
from bench.streaming import Streams
from kitchen_app import embedded, security
from kitchen_app.services.auth import USERS

PASSWORD = "seven green onions"
COOKS, GUESTS = 128, 8  # guests only sign in
RECIPES, ENTRIES = 500, 60  # of each cook
ANSWER = Streams(at_once=1, tokens=40, pace=400.0)


@dataclass(frozen=True)
class House:
    """`variables` are what a kitchen on this house's database is started with."""

    variables: dict[str, str]
    tokens: list[str]
    guests: list[str]
    strange: str

    def described(self) -> dict[str, Any]:
        """As the household reads it."""
        return {
            "tokens": self.tokens,
            "guests": self.guests,
            "password": PASSWORD,
            "strange": self.strange,
        }


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Seeded, with a model; the first cook is a stranger to all clients."""
    with embedded.running(folder) as url, streaming.model(ANSWER) as model:
        seeded = seed(url, cooks=COOKS, guests=GUESTS, recipes_each=RECIPES)
        guests = _furnish(url, seeded)
        variables = servers.with_database(url) | {"OPENAI_BASE_URL": model}
        yield House(variables, seeded.tokens[1:], guests, str(seeded.recipe_ids[0]))


def _furnish(url: str, seeded: Seeded) -> list[str]:
    """Pantries, and a password for the guests, whose names are returned."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for token in seeded.tokens[1:]:
            stock_up(connection, security.read_token(token, JWT_SECRET).user_id, ENTRIES)
        hashed = security.hash_password(PASSWORD)
        ids = [security.read_token(token, JWT_SECRET).user_id for token in seeded.guests]
        statement = update(USERS).where(USERS.c.id.in_(ids)).values(password_hash=hashed)
        names = connection.execute(statement.returning(USERS.c.username)).scalars().all()
    engine.dispose()
    return [*names]
