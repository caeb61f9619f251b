"""First questions for a new chat, made from what is in the kitchen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from sqlalchemy import Connection, text

from kitchen_app.schemas.auth import UserRead

MOST = 4
SOON = timedelta(days=6)  # so that a weekday's name is clear

FIRST_SHOPPING = "I bought 6 eggs, 1 l milk and 500 g flour."
FIRST_RECIPE = "Save this recipe: Pancakes. 2 eggs, 200 g flour, 300 ml milk. Mix and fry."
TONIGHT = "What can I cook tonight?"
EXPIRING = "What expires this week?"
EXPIRED = "What is past its date?"
LOW = "What is running low?"
RECIPES = "What recipes do I have?"
HELP = "What can you do?"

# A name that reads well in a sentence, and that nobody could take for two.
_PLAIN_NAME = re.compile(
    r"(?!.*\b(?:and|or|with|without|for|no)\b)[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}"
)
_LONGEST_NAME = 30

_KITCHEN = text(
    """
    SELECT EXISTS (SELECT 1 FROM recipes WHERE user_id = :user) AS recipes,
        EXISTS (
            SELECT 1 FROM ingredients
            WHERE user_id = :user AND quantity IS DISTINCT FROM 0 AND expires_on < :today
        ) AS expired,
        EXISTS (SELECT 1 FROM ingredients WHERE user_id = :user AND quantity <= low_at) AS low
    """
)
# The foods to use first, each with the recipes that have it on their list.
_FOODS = text(
    """
    SELECT name, expires_on, ARRAY(
        SELECT recipes.id FROM recipes
        WHERE recipes.user_id = :user
            AND ingredient_terms @> string_to_array(food_key, ' ')
            AND food_key = ANY (ingredient_keys)
        LIMIT 50
    ) AS recipes
    FROM ingredients
    WHERE user_id = :user AND quantity IS DISTINCT FROM 0
        AND coalesce(expires_on, '9999-12-31'::date) >= :today
    ORDER BY coalesce(expires_on, '9999-12-31'::date), id
    LIMIT 20
    """
)


@dataclass(frozen=True)
class _Food:
    name: str
    expires_on: date | None
    recipes: list[UUID]


def suggest(connection: Connection, user: UserRead, *, today: date) -> list[str]:
    """At most MOST questions, the most useful first, that find something when they are asked."""
    of_user = {"user": user.id, "today": today}
    has = connection.execute(_KITCHEN, of_user).one()
    rows = connection.execute(_FOODS, of_user)
    foods = [_Food(row.name, row.expires_on, row.recipes) for row in rows]
    asked = [*_about(foods, today)]
    if has.recipes:
        asked.insert(1 if asked else 0, TONIGHT if foods else RECIPES)
    asked += [EXPIRED] if has.expired else []
    asked += [LOW] if has.low else []
    asked += [] if foods else [FIRST_SHOPPING]
    asked += [] if has.recipes else [FIRST_RECIPE]
    return [*asked, HELP][:MOST]


def _about(foods: list[_Food], today: date) -> Iterator[str]:
    """What to do with what expires first, and with two foods of one recipe."""
    cookable = [food for food in foods if food.recipes and _reads_well(food.name)]
    soon = [food for food in foods if food.expires_on and food.expires_on <= today + SOON]
    first = next((food for food in cookable if food in soon), None)
    if first and first.expires_on:
        yield f"What can I cook to use up the {first.name.lower()} {_by(first.expires_on, today)}?"
    elif soon:
        yield EXPIRING
    for one, other in combinations(cookable, 2):
        if one.name != other.name and not set(one.recipes).isdisjoint(other.recipes):
            yield f"Make something with the {one.name.lower()} and the {other.name.lower()}."
            return


def _reads_well(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and bool(_PLAIN_NAME.fullmatch(name.lower()))


def _by(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "by tomorrow" if day == today + timedelta(days=1) else f"before {day:%A}"
