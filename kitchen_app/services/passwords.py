"""How hard a password is to guess: advice for who chooses one. The only rule is its length."""

from dataclasses import dataclass

WORDS = ("Easy to guess", "Weak", "Fair", "Good", "Strong")
MOST_READ = 40  # characters: a longer password is judged by these
MOST_SYMBOLS = 4
_LOOKALIKES = frozenset("@({[<!|$+%")  # that zxcvbn takes for letters, in every combination


@dataclass(frozen=True)
class Strength:
    """`score` is 0 to 4, `word` says it, `hint` is how to do better or empty."""

    score: int
    word: str
    hint: str


def weigh(password: str) -> Strength:
    """Judge a password, any text: a millisecond of CPU, a tenth of a second at worst."""
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    if not password:
        return Strength(0, WORDS[0], "")
    found = zxcvbn(_bounded(password), user_inputs=["kitchen"])
    feedback = found["feedback"]
    hints = (feedback["warning"], *feedback["suggestions"])
    return Strength(found["score"], WORDS[found["score"]], next(filter(None, hints), ""))


def _bounded(password: str) -> str:
    """What is read of it: symbols beyond the first kinds become one that looks like no letter.

    Else a text of nothing but lookalikes takes seconds.
    """
    read = password[:MOST_READ]
    kinds = [symbol for symbol in dict.fromkeys(read) if symbol in _LOOKALIKES]
    return read.translate({ord(symbol): "~" for symbol in kinds[MOST_SYMBOLS:]})
