"""Foods as the tools take them."""

from typing import Any


def food(
    name: str, quantity: float | None = None, unit: str | None = None, **more: Any
) -> dict[str, Any]:
    """A food as the tools take it: what is not said is left out."""
    given = {"name": name, "quantity": quantity, "unit": unit, **more}
    return {key: value for key, value in given.items() if value is not None}
