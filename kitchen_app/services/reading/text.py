"""Clean text before anything is read: plain quotes, dashes and fractions."""

import re
import unicodedata

_SAME_AS = {
    "'": "\u2018\u2019\u02bc`",
    '"': "\u201c\u201d\u201e",
    "-": "\u2010\u2011\u2013\u2014\u2212\u2022\u25e6\u25aa\u00b7",
    "x": "\u00d7",
    ".": "\u2026",
    "/": "\u2044",
    " ": "\t\u00a0",
    "\n": "\r\u2028\u2029",
}
_PUNCTUATION = str.maketrans({odd: plain for plain, odds in _SAME_AS.items() for odd in odds})
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215e\u2189]")
_EMOJI = re.compile("([\U0001f300-\U0001faff][\U0001f300-\U0001faff\u200d\ufe0f]*)")
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"))


def tidy(text: str, *, emoji: bool = False) -> str:
    """Plain quotes, dashes and fractions ("1½" is "1 1/2"), single spaces, \\n lines.

    Emoji go, or with `emoji` stand as words of their own. At most one empty line in a row, or
    patterns over lines would take quadratic time.
    """
    text = text.replace("\r\n", "\n").translate(_PUNCTUATION)
    text = _FRACTION.sub(_spelled_fraction, text)
    text = "".join(
        _printed(piece) if at % 2 == 0 else f" {piece} " if emoji else " "
        for at, piece in enumerate(_EMOJI.split(text))
    )
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = (line for before, line in zip(["", *lines], lines, strict=False) if line or before)
    return "\n".join(kept).strip()


def without_emoji(text: str) -> str:
    return " ".join(_EMOJI.sub(" ", text).split())


def has_emoji(text: str) -> bool:
    return bool(_EMOJI.search(text))


def _printed(text: str) -> str:
    return "".join(c if c == "\n" or unicodedata.category(c) not in _DROPPED else " " for c in text)


def _spelled_fraction(found: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKC", found.group()).translate(_PUNCTUATION) + " "
