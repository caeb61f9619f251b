"""Names of food as they cross a boundary."""

from pydantic import BaseModel, ConfigDict

from kitchen_app.schemas.text import Line, Request


class SameFood(Request):
    """Two names that are the same food to this cook."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "pepitas", "same_as": "pumpkin seeds"}]}
    )

    name: Line
    same_as: Line


class SameFoodRead(BaseModel):
    """The same, without what makes no difference: case, accents, plurals."""

    name: str
    same_as: str
