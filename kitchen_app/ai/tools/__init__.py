"""Everything the assistant can do. What is not here it cannot."""

from kitchen_app.ai.tools.base import DEEDS
from kitchen_app.ai.tools.cooking import cook_recipe, what_can_i_cook
from kitchen_app.ai.tools.pantry import add_to_pantry, read_pantry, remove_from_pantry, use_up
from kitchen_app.ai.tools.recipes import find_recipes, read_recipe, save_recipe, update_recipe

TOOLS = [
    read_pantry,
    add_to_pantry,
    use_up,
    remove_from_pantry,
    find_recipes,
    read_recipe,
    save_recipe,
    update_recipe,
    what_can_i_cook,
    cook_recipe,
]

__all__ = ["DEEDS", "TOOLS"]
