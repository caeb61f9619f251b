"""What can go wrong, said in words a person can act on. Knows no HTTP and no Reflex.

KitchenError
├── ConfigurationError          the kitchen cannot start like this
├── BackupRefused
├── NotAuthenticated
│   ├── WrongCredentials
│   └── InvalidToken
├── NotAllowed
│   ├── WrongMasterKey
│   └── ForeignOrigin
├── NotFound
│   ├── CookNotFound
│   ├── LoginNotFound
│   ├── RecipeNotFound
│   ├── IngredientNotFound
│   ├── SessionNotFound
│   ├── MessageNotFound
│   ├── StepNotFound
│   ├── ChangeNotFound
│   └── FoodNameNotFound
├── Conflict
│   ├── UsernameTaken
│   ├── IngredientExists
│   ├── RecipeChanged
│   ├── TurnInProgress
│   ├── AlreadyDecided
│   ├── ChangedSince
│   ├── AlreadyUndone
│   └── NothingUndone
├── Invalid                     well-formed, but it cannot be done
│   ├── InvalidCursor
│   ├── AmbiguousName
│   ├── InvalidEventId
│   ├── UnreadableLine
│   ├── IncompatibleUnits
│   ├── InvalidIdempotencyKey
│   └── IdempotencyKeyReused
├── TooMuch                     too often, or too many at once
│   ├── TooOften
│   ├── TooManySignIns
│   ├── TooManyTurns
│   ├── TooManyStreams
│   └── TooManyPages
├── TurnFailed                  the assistant could not finish its answer
│   └── TurnInterrupted
└── Unavailable
    └── DatabaseUnavailable
"""

from datetime import datetime
from uuid import UUID


class KitchenError(Exception):
    """The root. `code` is stable and for programs, `detail` is a sentence for people."""

    code = "kitchen_error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class ConfigurationError(KitchenError):
    code = "configuration_error"


class BackupRefused(KitchenError):
    code = "backup_refused"


class NotAuthenticated(KitchenError):
    code = "not_authenticated"


class WrongCredentials(NotAuthenticated):
    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__("That username and password do not belong together.")


class InvalidToken(NotAuthenticated):
    code = "invalid_token"

    def __init__(self, detail: str = "Sign in again: this access token is not valid.") -> None:
        super().__init__(detail)


class NotAllowed(KitchenError):
    code = "not_allowed"


class WrongMasterKey(NotAllowed):
    code = "wrong_master_key"

    def __init__(self) -> None:
        super().__init__("That is not this kitchen's master key. Ask whoever runs it.")


class ForeignOrigin(NotAllowed):
    code = "foreign_origin"

    def __init__(self) -> None:
        super().__init__("A page from elsewhere asked for this. Open the kitchen's own page.")


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


class Invalid(KitchenError):
    code = "invalid"


class InvalidCursor(Invalid):
    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__(
            "That cursor does not belong to this list. Start again without one, "
            "and keep sort_by, order and the filters the same from page to page."
        )


class InvalidEventId(Invalid):
    code = "invalid_event_id"

    def __init__(self) -> None:
        super().__init__(
            "That Last-Event-ID is not from a stream of this session. Leave it out to read the "
            "running answer from its beginning."
        )


class AmbiguousName(Invalid):
    code = "ambiguous_name"

    def __init__(self, name: str, choices: list[str]) -> None:
        super().__init__(f"Which {name}: {', '.join(choices[:-1])} or {choices[-1]}?")
        self.choices = choices


class UnreadableLine(Invalid):
    """`position` counts a recipe's lines from 0."""

    code = "unreadable_line"

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position


class IncompatibleUnits(Invalid):
    code = "incompatible_units"

    def __init__(self, unit: str | None, other: str | None) -> None:
        super().__init__(f"{unit or 'pieces'} cannot be counted in {other or 'pieces'}.")
        self.unit = unit
        self.other = other


class InvalidIdempotencyKey(Invalid):
    code = "invalid_idempotency_key"

    def __init__(self) -> None:
        super().__init__("An Idempotency-Key has 1 to 200 visible ASCII characters.")


class IdempotencyKeyReused(Invalid):
    code = "idempotency_key_reused"

    def __init__(self, key: str) -> None:
        super().__init__(f"The Idempotency-Key {key} came with another request. Make a new one.")
        self.key = key


class TooMuch(KitchenError):
    """`retry_after` is in how many seconds one may come back."""

    code = "too_much"

    def __init__(self, detail: str, *, retry_after: int = 2) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooOften(TooMuch):
    """`limit` is in words: 10 sign-ins a minute from one address."""

    code = "too_often"

    def __init__(self, limit: str, *, retry_after: int) -> None:
        wait = _in_words(retry_after)
        super().__init__(f"At most {limit}. Try again in {wait}.", retry_after=retry_after)


def _in_words(seconds: int) -> str:
    for unit, name in ((3600, "hours"), (60, "minutes")):
        if 2 * seconds > 3 * unit:
            return f"{-(-seconds // unit)} {name}"
    return f"{seconds} second{'s'[: seconds > 1]}"


class TooManySignIns(TooMuch):
    code = "too_many_sign_ins"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} are signing in already. Try again in a moment.", retry_after=10)


class TooManyTurns(TooMuch):
    code = "too_many_turns"

    def __init__(self, most: int) -> None:
        super().__init__(f"The assistant is answering you {most} times already. Wait for one.")


class TooManyStreams(TooMuch):
    code = "too_many_streams"

    def __init__(self, most: int) -> None:
        super().__init__(f"You are reading {most} answers at once already. Hang up on one.")


class TooManyPages(TooMuch):
    code = "too_many_pages"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} pages are open from there already. Close one.")


class TurnFailed(KitchenError):
    """The answer stops here. `code` is one of the assistant_* words the API documents."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class TurnInterrupted(TurnFailed):
    code = "turn_interrupted"

    def __init__(self) -> None:
        detail = "The answer was interrupted before its end. What there is, is kept."
        super().__init__(self.code, detail)


class Unavailable(KitchenError):
    code = "unavailable"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("The database does not answer. Try again in a moment.")
