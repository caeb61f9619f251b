"""What the pantry can cook: by food only, amounts are not compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import foods

# Nobody writes them on the list of what is there.
ALWAYS_THERE = ("salt", "water", "pepper", "black pepper", "salt and pepper")


@dataclass(frozen=True)
class Match:
    """A recipe, and the names of its ingredients that the pantry has not."""

    name: str
    missing: list[str]


_RANKING = text(
    """
    WITH stock AS (
        SELECT array_agg(food_key) || :always AS keys
        FROM ingredients WHERE user_id = :user_id AND quantity IS DISTINCT FROM 0
    )
    SELECT name, missing FROM (
        SELECT name, sort_name, id, ARRAY(
            SELECT line ->> 'name'
            FROM unnest(ingredient_keys) WITH ORDINALITY AS food (key, place)
            JOIN jsonb_array_elements(ingredients) WITH ORDINALITY AS list (line, place)
                USING (place)
            WHERE key <> ALL (stock.keys)
            ORDER BY place
        ) AS missing, cardinality(ingredient_keys) AS size
        FROM recipes, stock
        WHERE user_id = :user_id
            AND cardinality(ingredient_keys) > 0
            AND NOT ingredient_keys && :unwanted
    ) AS ranked
    WHERE cardinality(missing) <= coalesce(:max_missing, size - 1)
    ORDER BY cardinality(missing), size DESC, sort_name, id
    LIMIT :limit
    """
).bindparams(bindparam("always", type_=ARRAY(TEXT)), bindparam("unwanted", type_=ARRAY(TEXT)))


def rank_by_pantry(
    connection: Connection,
    user: UserRead,
    *,
    without: Sequence[str] = (),
    max_missing: int | None = None,
    limit: int = 10,
) -> list[Match]:
    """Recipes of which the pantry has something, those that miss least first."""
    rows = connection.execute(
        _RANKING,
        {
            "user_id": user.id,
            "always": list(ALWAYS_THERE),
            "unwanted": [foods.name_key(name) for name in without],
            "max_missing": max_missing,
            "limit": limit,
        },
    )
    return [Match(row.name, row.missing) for row in rows]
