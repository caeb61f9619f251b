"""The floor: the smallest natural FastAPI app that asks the same of the same tables.

As the tutorial has it: synchronous routes, a session by dependency, ORM objects, a response model.
No authentication, no journal, no tuning. It loads only the columns it returns.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Computed, Text, create_engine, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kitchen_app.services.recipes import searchable

COOK = UUID(os.environ["BENCH_COOK"])
COOKABLE = """
WITH stock AS (
    SELECT kind, dimension, sum(amount) AS amount
    FROM ingredients, unnest(food_kinds) AS kind
    WHERE user_id = %(user)s AND quantity IS DISTINCT FROM 0
    GROUP BY kind, dimension
), lines AS (
    SELECT recipes.id, recipes.name, upto <= stock.amount AS there,
        line || jsonb_build_object('short', greatest(upto - coalesce(stock.amount, 0), 0)) AS line
    FROM recipes
    CROSS JOIN unnest(recipes.needs) WITH ORDINALITY AS wanted (need, place)
    JOIN jsonb_array_elements(ingredients) WITH ORDINALITY AS list (line, place) USING (place)
    JOIN needs ON needs.user_id = %(user)s AND needs.id = need
    LEFT JOIN stock ON kind = food_key AND stock.dimension = needs.dimension
    WHERE recipes.user_id = %(user)s
)
SELECT json_build_object('id', id, 'name', name,
    'missing', count(*) FILTER (WHERE there IS NOT TRUE), 'lines', json_agg(line))
FROM lines GROUP BY id, name
ORDER BY count(*) FILTER (WHERE there IS NOT TRUE), name, id LIMIT 50
"""
engine = create_engine(os.environ["DATABASE_URL"])
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Recipe(Base):
    __tablename__ = "recipes"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    description: Mapped[str]
    ingredients: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    steps: Mapped[list[str]] = mapped_column(ARRAY(Text))
    servings: Mapped[int | None]
    prep_minutes: Mapped[int | None]
    cook_minutes: Mapped[int | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    source_url: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sort_name: Mapped[str] = mapped_column(deferred=True)
    ingredient_keys: Mapped[list[str]] = mapped_column(ARRAY(Text), deferred=True)
    ingredient_terms: Mapped[list[str]] = mapped_column(ARRAY(Text), deferred=True)
    search_text: Mapped[str] = mapped_column(deferred=True)
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple'::regconfig, search_text)"), deferred=True
    )


class Line(BaseModel):
    name: str
    quantity: float | None = None
    unit: str | None = None
    note: str | None = None


class RecipeIn(BaseModel):
    name: str
    description: str = ""
    ingredients: list[Line] = []
    steps: list[str] = []
    servings: int | None = None
    prep_minutes: int | None = None
    cook_minutes: int | None = None
    tags: list[str] = []
    source_url: str | None = None


class RecipeOut(RecipeIn):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    updated_at: datetime


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


@app.get("/recipes", response_model=list[RecipeOut])
def list_recipes(
    session: SessionDep,
    ingredient: str | None = None,
    q: str | None = None,
    after_name: str | None = None,
    after_id: UUID | None = None,
) -> Any:
    query = select(Recipe).where(Recipe.user_id == COOK)
    if ingredient:
        query = query.where(Recipe.ingredient_terms.contains(ingredient.split()))
    if q:
        words = " & ".join(q.split())
        query = query.where(Recipe.search.op("@@")(func.to_tsquery("simple", f"{words}:*")))
    if after_name and after_id:
        query = query.where(tuple_(Recipe.sort_name, Recipe.id) > (after_name, after_id))
    return session.scalars(query.order_by(Recipe.sort_name, Recipe.id).limit(50)).all()


@app.get("/recipes/cookable")
def list_cookable(session: SessionDep) -> Any:
    """As one writes it by hand: a row for each line, held against the pantry, and counted."""
    found = session.connection().exec_driver_sql(COOKABLE, {"user": str(COOK)})
    return list(found.scalars())


@app.get("/recipes/{recipe_id}", response_model=RecipeOut)
def read_recipe(session: SessionDep, recipe_id: UUID) -> Any:
    recipe = session.get(Recipe, (COOK, recipe_id))
    if recipe is None:
        raise HTTPException(status_code=404)
    return recipe


@app.post("/recipes", response_model=RecipeOut, status_code=201)
def create_recipe(session: SessionDep, data: RecipeIn) -> Any:
    values = data.model_dump()
    recipe = Recipe(user_id=COOK, **values, **searchable(values))
    session.add(recipe)
    session.commit()
    session.refresh(recipe)
    return recipe
