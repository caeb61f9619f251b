# ruff: noqa: S608 (all that is put together here is written here)
"""The SQL that holds recipes against the pantry.

Each want of the cook's recipes is judged once (`needs` is one row for each different want, however
many lines have it), and what it weighs goes into an array by its id. A recipe is then ranked by
adding up what its `needs` find there, which is what makes a hundred thousand of them fast.

A weight counts lines in one number: what is missing or short by LACKING, what is unknown by
UNKNOWN, and what is there by -1. A recipe has at most 200 lines, so the parts never mix.
"""

from functools import lru_cache

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, TEXT

from kitchen_app.schemas.cooking import NEGLIGIBLE

LACKING, UNKNOWN = 1 << 16, 1 << 8
NEVER = 2_147_483_647  # days: what has no date
_UNWANTED = 1 << 30
_AT_ONCE, _UNROLLED = 16, 32  # lines of a recipe

_STOCK = """
stock AS MATERIALIZED (
    SELECT kind, dimension, sum(amount) AS amount, min(expires_on) AS expires_on
    FROM (
        SELECT unnest(food_kinds) AS kind, dimension, amount, expires_on
        FROM ingredients WHERE user_id = :user AND quantity IS DISTINCT FROM 0
    ) AS held
    GROUP BY kind, dimension
), stocked AS MATERIALIZED (
    SELECT kind, count(*) AS dimensions, min(expires_on) AS expires_on FROM stock GROUP BY kind
)"""

# What the amounts are multiplied and divided by, for each number of servings that recipes have.
_AS_IT_IS = "(VALUES (0, 1, 1)) AS size (servings, times, over)"
_SCALED = """(
    SELECT DISTINCT coalesce(servings, 0) AS servings,
        CASE WHEN servings > 0 THEN :servings ELSE 1 END AS times, greatest(servings, 1) AS over
    FROM recipes WHERE user_id = :user{only}
) AS size"""
_ONLY = " AND id = :recipe"

# Each want for each size: what is there of its food, times `over`, and the place of its status in
# to_taste, have, unknown, short, missing.
_JUDGED = f"""
held AS MATERIALIZED (
    SELECT needs.*, upto - needs.amount * {NEGLIGIBLE} AS enough, stocked.expires_on,
        coalesce(stock.amount, 0) AS held, stocked.kind IS NOT NULL AS has_some,
        stocked.dimensions > CASE WHEN stock.kind IS NULL THEN 0 ELSE 1 END AS has_other
    FROM (
        SELECT id, food_key, kinds, dimension, amount, upto, special_keys, special_amounts
        FROM needs WHERE user_id = :user{{which}}
    ) AS needs
    LEFT JOIN stocked ON stocked.kind = food_key
    LEFT JOIN stock ON stock.kind = food_key AND stock.dimension = needs.dimension
), judged AS MATERIALIZED (
    SELECT servings, times, over, id, kinds, amount, upto, there, expires_on, CASE
            WHEN dimension = 'to taste' THEN 1
            WHEN NOT has_some THEN 5
            WHEN dimension = 'some' OR enough * times <= there THEN 2
            WHEN has_other THEN 3
            ELSE 4
        END AS status
    FROM (
        SELECT *, held * over - CASE WHEN special_keys = '{{{{}}}}' THEN 0 ELSE (
            SELECT coalesce(sum(least(special.amount * times, other.amount * over)), 0)
            FROM unnest(special_keys, special_amounts) AS special (key, amount)
            JOIN stock AS other ON other.kind = special.key AND other.dimension = held.dimension
        ) END AS there
        FROM held CROSS JOIN {{sizes}}
        OFFSET 0
    ) AS measured
)"""
_MINE = " AND id = ANY ((SELECT needs FROM recipes WHERE user_id = :user AND id = :recipe)::int[])"

_WEIGHTS = f"""
weights AS MATERIALIZED (
    SELECT servings AS size, array_agg(
            (ARRAY[0, -1, {UNKNOWN}, {LACKING}, {LACKING}])[status] ORDER BY id
        ) AS weights{{more}}
    FROM judged GROUP BY servings
)"""
_DAYS = f""",
        array_agg(CASE WHEN status IN (1, 5) THEN {NEVER}
            ELSE coalesce(expires_on - DATE '1970-01-01', {NEVER}) END ORDER BY id) AS days"""
_BITS = f""",
        array_agg((
            SELECT coalesce(bit_or(1 << place), 0)
            FROM unnest(:using, :places) AS asked (food, place) WHERE food = ANY (kinds)
        ) | CASE WHEN kinds && :without THEN {_UNWANTED} ELSE 0 END ORDER BY id) AS bits"""

_ONE = """
page AS MATERIALIZED (
    SELECT {size} AS size, id FROM recipes WHERE user_id = :user AND id = :recipe
)"""

_SCALED_TO = "CASE WHEN servings > 0 THEN CAST(:servings AS integer) END"
_LINES = """
wanted AS MATERIALIZED (
    SELECT page.id, size, need, place, line
    FROM page
    JOIN recipes USING (id)
    CROSS JOIN unnest(needs) WITH ORDINALITY AS wanted (need, place)
    JOIN jsonb_array_elements(ingredients) WITH ORDINALITY AS list (line, place) USING (place)
    WHERE recipes.user_id = :user
), lines AS (
    SELECT wanted.id, place, line, times, over,
        (ARRAY['to_taste', 'have', 'unknown', 'short', 'missing'])[status] AS status,
        least(amount * times, upto * times - there) / nullif(amount * times, 0) AS short,
        CASE WHEN status NOT IN (1, 5) THEN expires_on END AS expires_on
    FROM wanted JOIN judged ON judged.id = need AND judged.servings = size
), listed AS MATERIALIZED (
    SELECT id,
        count(*) FILTER (WHERE status = 'missing') AS missing,
        count(*) FILTER (WHERE status = 'short') AS short,
        count(*) FILTER (WHERE status = 'unknown') AS unknown,
        min(expires_on) AS expires_on,
        json_agg(json_build_object(
            'name', line -> 'name',
            'quantity', trim_scale(round((line ->> 'quantity')::numeric * times / over, 4)),
            'unit', line -> 'unit', 'note', line -> 'note', 'status', status,
            'short', CASE WHEN status = 'short' THEN trim_scale(
                round((line ->> 'quantity')::numeric * times / over * short, 4)) END
        ) ORDER BY place) AS lines
    FROM lines GROUP BY id
)
SELECT json_build_object(
        'id', page.id, 'name', name, 'servings', {servings},
        'missing', coalesce(missing, 0), 'short', coalesce(short, 0),
        'unknown', coalesce(unknown, 0), 'expires_on', expires_on,
        'lines', coalesce(lines, '[]'::json)
    )::text AS row, page.*
FROM page JOIN recipes ON user_id = :user AND recipes.id = page.id
LEFT JOIN listed ON listed.id = page.id"""


@lru_cache(64)
def ranking(*, scaled: bool, soon: bool, choosy: bool, follows: bool) -> TextClause:
    """A page of the user's recipes, best first: `row` is the JSON, the rest its place.

    Parameters: `user`, `limit`, `most`, a score; `servings` where scaled; where choosy `without`
    and `using`, keys, `places`, the bit of each of these, and `all_used`, the bits that a recipe
    must have; where it follows a page, the place of its last row.
    """
    place = ["soonest"] * soon + ["score", "sort_name", "id"]
    where = ["score <= :most"]
    where += ["bits = :all_used"] * choosy
    where += [f"({', '.join(place)}) > ({', '.join(f':{one}' for one in place)})"] * follows
    ranked = ["size", "recipes.id", "sort_name", f"{_sum('weights')} AS score"]
    ranked += [f"{_first('days')} AS soonest"] * soon
    ranked += [f"{_all('bits')} AS bits"] * choosy
    parts = (
        _STOCK,
        _JUDGED.format(sizes=_SCALED.format(only="") if scaled else _AS_IT_IS, which=""),
        _WEIGHTS.format(more=_DAYS * soon + _BITS * choosy),
        f"""
ranked AS (
    SELECT {", ".join(ranked)} FROM recipes JOIN weights ON size = {_size(scaled=scaled)}
    WHERE user_id = :user AND cardinality(needs) > 0
    OFFSET 0
), page AS MATERIALIZED (
    SELECT size, {", ".join(place)} FROM ranked WHERE {" AND ".join(where)}
    ORDER BY {", ".join(place)} LIMIT :limit
)""",
        _lines(scaled=scaled),
    )
    order = ", ".join(f"page.{one}" for one in place)
    statement = text(f"WITH {','.join(parts)} ORDER BY {order}")
    lists = {"using": TEXT, "without": TEXT, "places": INTEGER} if choosy else {}
    return statement.bindparams(*(bindparam(name, type_=ARRAY(of)) for name, of in lists.items()))


@lru_cache(2)
def checking(*, scaled: bool) -> TextClause:
    """One recipe of the user's, as `ranking` has it. Parameters: `user`, `recipe`, `servings`."""
    sizes = _SCALED.format(only=_ONLY) if scaled else _AS_IT_IS
    page = _ONE.format(size=_size(scaled=scaled))
    judged = _JUDGED.format(sizes=sizes, which=_MINE)
    return text(f"WITH {','.join((_STOCK, judged, page, _lines(scaled=scaled)))}")


def _lines(*, scaled: bool) -> str:
    return _LINES.format(servings=_SCALED_TO if scaled else "servings")


def _size(*, scaled: bool) -> str:
    return "coalesce(recipes.servings, 0)" if scaled else "0"


def _sum(weights: str) -> str:
    return _over(weights, " + ", "sum", "0")


def _all(bits: str) -> str:
    return _over(bits, " | ", "bit_or", "0")


def _first(days: str) -> str:
    return _over(days, ", ", "min", str(NEVER), within="least")


def _over(array: str, joined: str, aggregate: str, nothing: str, *, within: str = "") -> str:
    """What the needs of a recipe find in an array, aggregated. Written out for as many lines as
    recipes have: to unnest them takes four times as long."""

    def all_from(place: int) -> str:
        if place > _UNROLLED:
            return f"(SELECT {aggregate}({array}[need]) FROM unnest(needs[{place}:]) AS need)"
        following = place + _AT_ONCE
        parts = [f"coalesce({array}[needs[{at}]], {nothing})" for at in range(place, following)]
        longer = f"cardinality(needs) >= {following}"
        parts.append(f"CASE WHEN {longer} THEN {all_from(following)} ELSE {nothing} END")
        return f"{within}({joined.join(parts)})"

    return all_from(1)
