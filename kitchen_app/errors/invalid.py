"""What is well-formed, but cannot be done."""

from kitchen_app.errors.base import KitchenError


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
