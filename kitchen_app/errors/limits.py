"""Too often, or too many at once: what the limit is, and when to come back."""

from kitchen_app.errors.base import KitchenError


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
