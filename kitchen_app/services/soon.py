"""What the pantry should be cooked from first."""

from datetime import date, timedelta

from sqlalchemy import Connection, select

from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.services.pantry import INGREDIENT_JSON, INGREDIENTS

WITHIN = timedelta(days=3)


def expiring_soon(
    connection: Connection, user: UserRead, *, today: date, most: int
) -> list[IngredientRead]:
    """What is there and expires within three days or has expired, the first to expire first."""
    columns = INGREDIENTS.c
    statement = (
        select(INGREDIENT_JSON)
        .where(
            columns.user_id == user.id,
            columns.quantity.is_distinct_from(0),
            columns.expires_on <= today + WITHIN,
        )
        .order_by(columns.expires_on, columns.id)
        .limit(most)
    )
    rows = connection.execute(statement).scalars()
    return [IngredientRead.model_validate_json(row) for row in rows]
