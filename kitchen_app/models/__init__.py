"""The tables. Only services import them."""

from kitchen_app.models.change import Change
from kitchen_app.models.chat import ChatSession, Message, ToolStep
from kitchen_app.models.food_name import FoodName
from kitchen_app.models.ingredient import Ingredient
from kitchen_app.models.login import Login
from kitchen_app.models.need import Need
from kitchen_app.models.recipe import Recipe
from kitchen_app.models.request_key import RequestKey
from kitchen_app.models.user import User

__all__ = [
    "Change",
    "ChatSession",
    "FoodName",
    "Ingredient",
    "Login",
    "Message",
    "Need",
    "Recipe",
    "RequestKey",
    "ToolStep",
    "User",
]
