"""The recipe routes, ours and the floor's, asked in turns: the machine's moods cancel out."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote

from bench import load
from bench.load import Measured
from bench.report import Figure, at_least, at_most
from bench.seeding import Seeded
from bench.vocabulary import RARE, recipes
from kitchen_app.schemas.page import write_cursor

Requests = Callable[[], Iterator[bytes]]

MANY = 16  # clients
CROWD = 64
COMMON = "cinnamon"  # in every eleventh recipe
WORDS = "smoky leek"


@dataclass(frozen=True)
class Route:
    """The same question to both, and how many times the floor's p50 we may take."""

    name: str
    ours: Requests
    floor: Requests
    wanted: float
    rate_wanted: float | None = None


@dataclass
class Slices:
    """What one side measured: alone, and with many clients at once."""

    alone: Measured
    many: Measured


@dataclass(frozen=True)
class Effort:
    """How long each side is asked, in slices of so many seconds."""

    slices: int
    alone: float
    many: float
    crowd: float


def routes(seeded: Seeded) -> list[Route]:
    """Every question of the table; those that write come last."""
    name, row_id = seeded.before_deep
    cursor = write_cursor("words", "recipes", "name", "asc", name, str(row_id))
    search = f"/recipes?q={quote(WORDS)}"

    def same(
        name: str, path: str, floor_path: str | None = None, rate: float | None = None
    ) -> Route:
        ours = cycle([load.get(path, seeded.token)])
        return Route(name, lambda: ours, lambda: cycle([load.get(floor_path or path)]), 1.0, rate)

    return [
        same("list of 50 by name", "/recipes", rate=1.3),
        same(
            "the page 5,000 deep",
            f"/recipes?cursor={cursor}",
            f"/recipes?after_name={quote(name)}&after_id={row_id}",
            rate=1.3,
        ),
        same("ingredient filter", f"/recipes?ingredient={COMMON}"),
        same("text search", search),
        same("a food almost no recipe has", f"/recipes?ingredient={RARE}"),
        Route(
            "what the pantry can cook",
            lambda: cycle([load.get("/recipes/cookable", seeded.token)]),
            lambda: cycle([load.get("/recipes/cookable")]),
            1.5,
        ),
        Route("get one", lambda: _gets(seeded, seeded.token), lambda: _gets(seeded, None), 1.5),
        Route("create", lambda: _creates(seeded.token), lambda: _creates(None), 1.3),
    ]


def _gets(seeded: Seeded, token: str | None) -> Iterator[bytes]:
    ids = random.Random(2).sample(seeded.recipe_ids, 1_000)  # noqa: S311
    return cycle([load.get(f"/recipes/{recipe_id}", token) for recipe_id in ids])


def _creates(token: str | None) -> Iterator[bytes]:
    made = [recipe.model_dump(mode="json") for recipe in recipes(200, seed=3)]
    return cycle([load.post("/recipes", json.dumps(one).encode(), token) for one in made])


def measure(route: Route, ours: int, floor: int, effort: Effort) -> tuple[Slices, Slices]:
    """Both sides, given by their ports, slice by slice; the first slices only warm up."""
    sides = [(ours, route.ours()), (floor, route.floor())]
    for port, requests in sides:
        load.drive(port, requests, clients=MANY, seconds=effort.alone / 2)
    measured = [Slices(Measured(), Measured()) for _ in sides]
    turns = [*zip(sides, measured, strict=True)]
    for _ in range(effort.slices):
        for (port, requests), slices in turns:
            slices.alone.add(load.drive(port, requests, clients=1, seconds=effort.alone))
        for (port, requests), slices in turns:
            slices.many.add(load.drive(port, requests, clients=MANY, seconds=effort.many))
        turns.reverse()
    for slices in measured:
        if errors := slices.alone.errors + slices.many.errors:
            raise RuntimeError(f"{route.name}: answered with {set(errors)}")
    return measured[0], measured[1]


def figures(route: Route, ours: Slices, floor: Slices) -> Iterator[Figure]:
    """p50 at one client, then p99 and requests/s at many."""
    yield at_most(
        f"{route.name}, p50",
        1000 * ours.alone.percentile(0.5),
        1000 * floor.alone.percentile(0.5),
        wanted=route.wanted,
        unit="ms",
    )
    yield at_most(
        f"{route.name}, p99 at {MANY} clients",
        1000 * ours.many.percentile(0.99),
        1000 * floor.many.percentile(0.99),
        wanted=0.6,
        unit="ms",
    )
    yield at_least(
        f"{route.name}, requests/s at {MANY} clients",
        ours.many.rate,
        floor.many.rate,
        wanted=route.rate_wanted,
        unit="/s",
    )


def crowd(seeded: Seeded, port: int, seconds: float) -> Measured:
    """Everything at once, from many more clients than there are connections to the database."""
    everything = [route.ours() for route in routes(seeded)]
    mixed = (next(requests) for requests in cycle(everything))
    return load.drive(port, mixed, clients=CROWD, seconds=seconds)
