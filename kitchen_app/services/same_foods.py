"""Names that one cook calls the same food, and what a name is to that cook."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, func, literal, select

from kitchen_app.models import FoodName
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import foods, journal
from kitchen_app.services.foods import Food
from kitchen_app.services.rendering import table_of

FOOD_NAMES = table_of(FoodName)
_NAMES = select(FOOD_NAMES.c.key, FOOD_NAMES.c.same_as).where(
    FOOD_NAMES.c.user_id == bindparam("user")
)
_LOCK = func.hashtext(bindparam("user")), literal(1)  # two numbers: not the queue's
_CHANGE = select(func.pg_advisory_xact_lock(*_LOCK))
_KEEP = select(func.pg_try_advisory_xact_lock_shared(*_LOCK))


@dataclass(frozen=True)
class Names:
    """`same` has, for a key, all that are the same food, itself among them."""

    same: Mapping[str, frozenset[str]]

    def keys_of(self, name: str) -> list[str]:
        """The food's key, and those of the names that are the same."""
        key = foods.name_key(name)
        return [key, *sorted(self.same.get(key, frozenset()) - {key})]

    def identify(self, name: str) -> Food:
        """The food that a name means to this cook: it can stand for all that are the same."""
        food = foods.identify(name)
        if not self.same:
            return food
        kinds, known = dict.fromkeys(food.kinds), set()
        for key in (seen := [*kinds]):  # which grows
            group = self.same.get(key, frozenset())
            if group not in known:
                known.add(group)
                others = sorted(group - kinds.keys())
                new = dict.fromkeys(kind for name in others for kind in foods.identify(name).kinds)
                seen += [kind for kind in new if kind not in kinds]
                kinds |= new
        return Food(food.key, tuple(kinds))


NO_NAMES = Names(MappingProxyType({}))


def names_of(connection: Connection, user: UserRead) -> Names:
    """What the user calls the same."""
    groups: dict[str, set[str]] = {}
    for key, same_as in connection.execute(_NAMES, {"user": user.id}):
        groups.setdefault(same_as, {same_as}).add(key)
    if not groups:
        return NO_NAMES
    return Names({key: frozenset(group) for group in groups.values() for key in group})


def kept_names_of(connection: Connection, user: UserRead) -> Names:
    """The same, and until the transaction ends nobody changes it. Recipes are saved side by side:
    one waits in the queue only while the cook changes a name, so no row may be locked before.
    """
    if not connection.execute(_KEEP, {"user": str(user.id)}).scalar_one():
        journal.queue_up(connection, user)
    return names_of(connection, user)


def hold_names(connection: Connection, user: UserRead) -> None:
    """Before names are changed: wait for those who keep them, and then in the queue.

    In this order, as they may have to queue up. Who is in the queue never waits here.
    """
    connection.execute(_CHANGE, {"user": str(user.id)})
    journal.queue_up(connection, user)
