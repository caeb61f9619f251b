"""What is not there, or another cook's: nobody is told which."""

from uuid import UUID

from kitchen_app.errors.base import KitchenError


class NotFound(KitchenError):
    code = "not_found"


class CookNotFound(NotFound):
    code = "cook_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"No cook is called {name}.")
        self.name = name


class LoginNotFound(NotFound):
    code = "login_not_found"

    def __init__(self, login_id: UUID) -> None:
        super().__init__(f"You have no login {login_id}.")
        self.login_id = login_id


class RecipeNotFound(NotFound):
    code = "recipe_not_found"

    def __init__(self, recipe: UUID | str) -> None:
        super().__init__(f"Your cookbook has no recipe {recipe}.")
        self.recipe = recipe


class IngredientNotFound(NotFound):
    code = "ingredient_not_found"

    def __init__(self, ingredient: UUID | str) -> None:
        super().__init__(f"Your pantry has no {ingredient}.")
        self.ingredient = ingredient


class SessionNotFound(NotFound):
    code = "session_not_found"

    def __init__(self, session_id: UUID) -> None:
        super().__init__(f"There is no chat session {session_id}.")
        self.session_id = session_id


class MessageNotFound(NotFound):
    code = "message_not_found"

    def __init__(self, message_id: UUID) -> None:
        super().__init__(f"There is no message {message_id} here.")
        self.message_id = message_id


class StepNotFound(NotFound):
    code = "step_not_found"

    def __init__(self, call_id: str) -> None:
        super().__init__(f"The assistant did not ask about {call_id} in that answer.")
        self.call_id = call_id


class ChangeNotFound(NotFound):
    code = "change_not_found"

    def __init__(self, change: UUID | str) -> None:
        super().__init__(f"Your journal has no change {change}.")
        self.change = change


class FoodNameNotFound(NotFound):
    code = "food_name_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"You did not say that {name} is the same as another food.")
        self.name = name
