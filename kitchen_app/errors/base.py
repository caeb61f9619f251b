"""The root of the tree, and what has no family."""


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


class Unavailable(KitchenError):
    code = "unavailable"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("The database does not answer. Try again in a moment.")
