"""What the cook calls the same food."""

import reflex as rx
from pydantic import TypeAdapter, ValidationError

from kitchen_app.errors import FoodNameNotFound
from kitchen_app.schemas.food import SameFood
from kitchen_app.schemas.text import Line
from kitchen_app.services import naming
from kitchen_app.states.base import CookState, handler
from kitchen_app.states.sentences import wrong_fields

_NAME: TypeAdapter[str] = TypeAdapter(Line)


class SameFoods(CookState, rx.State):
    """`said` is `name` and `same_as`, by name; `wrong` is by field.

    `answered` counts the pairs that were sent, `accepted` those that were taken.
    """

    said: list[dict[str, str]] = []
    wrong: dict[str, str] = {}
    answered: int = 0
    accepted: int = 0

    @handler
    async def say(self, form: dict) -> None:
        """From now on the two that are typed are one food."""
        self.answered += 1
        try:
            same = SameFood(name=form.get("name", ""), same_as=form.get("same_as", ""))
        except ValidationError as error:
            self.wrong = wrong_fields(error)
            return
        taken = await self._as_cook(naming.make_same, same)
        if taken.name == taken.same_as:
            self.wrong = {"same_as": "These two are the same already."}
            return
        await self._open()
        self.accepted += 1
        await self._notify(f"From now on {taken.name} is the same as {taken.same_as}.")

    @handler
    async def forget(self, name: str) -> None:
        """A second press, or one in another tab, does nothing."""
        try:
            await self._as_cook(naming.forget_same, _NAME.validate_python(name))
        except FoodNameNotFound:
            pass
        else:
            await self._notify(f"{name} is a food of its own again.")
        await self._open()

    async def _open(self) -> None:
        """Show what holds now."""
        found = await self._as_cook(naming.list_same)
        self.said, self.wrong = [same.model_dump() for same in found], {}
