"""What the assistant could not finish."""

from kitchen_app.errors.base import KitchenError


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
