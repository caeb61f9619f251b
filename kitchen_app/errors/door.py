"""Who is there, and what they may do."""

from kitchen_app.errors.base import KitchenError


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
