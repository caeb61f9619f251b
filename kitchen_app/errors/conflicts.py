"""What does not go with what is there now."""

from datetime import datetime
from uuid import UUID

from kitchen_app.errors.base import KitchenError


class Conflict(KitchenError):
    code = "conflict"


class UsernameTaken(Conflict):
    code = "username_taken"

    def __init__(self, username: str) -> None:
        super().__init__(f"The username {username} is taken. Choose another.")
        self.username = username


class IngredientExists(Conflict):
    code = "ingredient_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Your pantry already has {name} with that kind of unit and that date. "
            "Change that entry instead."
        )
        self.name = name


class RecipeChanged(Conflict):
    """`current` is the time of the version that is there now."""

    code = "recipe_changed"

    def __init__(self, name: str, current: datetime) -> None:
        super().__init__(f"{name} was changed elsewhere in the meantime.")
        self.current = current


class TurnInProgress(Conflict):
    code = "turn_in_progress"

    def __init__(self, session_id: UUID) -> None:
        super().__init__(
            "The assistant is still answering in this session. Wait for it, or start another."
        )
        self.session_id = session_id


class AlreadyDecided(Conflict):
    code = "already_decided"

    def __init__(self) -> None:
        super().__init__("This does not wait for a decision any more.")


class ChangedSince(Conflict):
    """`name` is what the change that cannot be undone was about."""

    code = "changed_since"

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name = name


class AlreadyUndone(Conflict):
    code = "already_undone"

    def __init__(self) -> None:
        super().__init__("That is undone already. To have it again, undo the undo.")


class NothingUndone(Conflict):
    code = "nothing_undone"

    def __init__(self) -> None:
        super().__init__("Nothing of that is undone, so there is nothing to put back.")
