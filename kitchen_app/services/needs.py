"""What the lines of a recipe want of the pantry, so that SQL compares plain numbers."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from kitchen_app.models import Need
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import foods, journal, measures
from kitchen_app.services.foods import Food
from kitchen_app.services.measures import Measure
from kitchen_app.services.rendering import table_of
from kitchen_app.services.same_foods import NO_NAMES, Names

NEEDS = table_of(Need)
TO_TASTE = "to taste"  # the dimension of what nobody counts
SOME = "some"  # the dimension of what is wanted in an amount that nobody says
COUNTED = "n"

_ALWAYS_THERE = frozenset(
    foods.name_key(name) for name in ("salt", "water", "pepper", "black pepper", "salt and pepper")
)
_LEFT_TO_THE_COOK = re.compile(r"\b(to taste|optional(ly)?|if you like)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """What one line wants: `amount` of a food, and with the lines that are served before it `upto`.

    `specials` are foods that can stand for this one and that other lines want themselves, each with
    the amount that those want of it: what they take is not there for this line.
    """

    food: Food
    dimension: str
    amount: Decimal = Decimal(0)
    upto: Decimal = Decimal(0)
    specials: tuple[tuple[str, Decimal], ...] = ()

    @property
    def fingerprint(self) -> UUID:
        """A digest of all of it."""
        numbers = [f"{number.normalize():f}" for number in (self.amount, self.upto)]
        specials = [part for key, amount in self.specials for part in (key, f"{amount:f}")]
        parts = (*self.food.kinds, "", self.dimension, *numbers, "", *specials)
        digest = hashlib.md5("\0".join(parts).encode(), usedforsecurity=False)
        return UUID(digest.hexdigest())


def wanted(ingredients: Iterable[Mapping[str, Any]], names: Names = NO_NAMES) -> list[Wanted]:
    """What each line of a recipe's list wants."""
    lines = [_alone(line, names) for line in ingredients]
    return [_together(line, place, lines) for place, line in enumerate(lines)]


def _alone(line: Mapping[str, Any], names: Names) -> Wanted:
    food = names.identify(line["name"])
    quantity = None if line["quantity"] is None else Decimal(str(line["quantity"]))
    amount = measures.measure(food.key, quantity, line["unit"], line["note"])
    if _is_to_taste(food, amount, quantity, line["note"]):
        return Wanted(food, TO_TASTE)
    if amount is None:
        return Wanted(food, SOME)
    return Wanted(food, amount.dimension, amount.amount, amount.amount)


def _is_to_taste(
    food: Food, amount: Measure | None, quantity: Decimal | None, note: str | None
) -> bool:
    """Salt, pepper and water are; but three peppers are vegetables."""
    if quantity is None:
        return not _ALWAYS_THERE.isdisjoint(food.kinds) or bool(
            _LEFT_TO_THE_COOK.search(note or "")
        )
    counted = amount is not None and amount.dimension == COUNTED
    return quantity == 0 or (not counted and not _ALWAYS_THERE.isdisjoint(food.kinds))


def _together(line: Wanted, place: int, lines: list[Wanted]) -> Wanted:
    """A food that several lines want is there once: it is served in their order, but first to
    those that take no other."""
    if line.dimension in (TO_TASTE, SOME):
        return line
    before, special = Decimal(0), []
    for at, other in enumerate(lines):
        if at == place or other.dimension != line.dimension or not stands_for(other, line):
            continue
        if not stands_for(line, other):
            special.append(other)
        elif at < place:
            before += other.amount
    return Wanted(
        line.food, line.dimension, line.amount, line.amount + before, tuple(_families(special))
    )


def stands_for(one: Wanted, other: Wanted) -> bool:
    """Whether the food of one line does for the other."""
    return other.food.key in one.food.kinds


def _families(special: list[Wanted]) -> Iterable[tuple[str, Decimal]]:
    """The most general of these foods, each with what is wanted of it and of what does for it."""
    heads: list[Wanted] = []
    for one in sorted(special, key=lambda line: len(line.food.kinds)):
        if not any(stands_for(one, head) for head in heads):
            heads.append(one)
    for head in heads:
        family = (one.amount for one in special if stands_for(one, head))
        yield head.food.key, sum(family, Decimal(0))


_KNOWN = select(NEEDS.c.fingerprint, NEEDS.c.id).where(
    NEEDS.c.user_id == bindparam("user"),
    NEEDS.c.fingerprint == func.any(bindparam("prints", type_=ARRAY(NEEDS.c.fingerprint.type))),
)
_LAST = select(func.coalesce(func.max(NEEDS.c.id), 0)).where(NEEDS.c.user_id == bindparam("user"))


def ids_of(connection: Connection, user: UserRead, lines: Sequence[Wanted]) -> list[int]:
    """The id of each want; those that the cook never had before get one.

    That may wait for the cook's other writes, so no row may be locked before.
    """
    by_print = {line.fingerprint: line for line in lines}
    ids = _known(connection, user, by_print)
    if len(ids) < len(by_print):
        journal.queue_up(connection, user)
        ids = _known(connection, user, by_print)
        new = [line for found, line in by_print.items() if found not in ids]
        ids |= _add(connection, user, new)
    return [ids[line.fingerprint] for line in lines]


def _known(connection: Connection, user: UserRead, prints: Iterable[UUID]) -> dict[UUID, int]:
    rows = connection.execute(_KNOWN, {"user": user.id, "prints": list(prints)})
    return {row.fingerprint: row.id for row in rows}


def _add(connection: Connection, user: UserRead, new: Sequence[Wanted]) -> dict[UUID, int]:
    if not new:
        return {}
    last = connection.execute(_LAST, {"user": user.id}).scalar_one()
    rows = [
        row_of(line) | {"user_id": user.id, "id": need_id}
        for need_id, line in enumerate(new, last + 1)
    ]
    connection.execute(insert(NEEDS), rows)
    return {row["fingerprint"]: row["id"] for row in rows}


def row_of(line: Wanted) -> dict[str, Any]:
    """The row of a want, but whose it is and its id."""
    return {
        "fingerprint": line.fingerprint,
        "food_key": line.food.key,
        "kinds": list(line.food.kinds),
        "dimension": line.dimension,
        "amount": line.amount,
        "upto": line.upto,
        "special_keys": [key for key, _ in line.specials],
        "special_amounts": [amount for _, amount in line.specials],
    }
