"""How cooks write how much: "2", "1,5", "1 1/2", "half a dozen", "a couple of", "two thirds"."""

import re
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = re.compile(r"(\d{1,7})(?:([.,])(\d{1,4}))?$")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+$")
_RATIO = re.compile(r"(\d{1,4})/(\d{1,4})$")
_MIXED = re.compile(r"(\d{1,4})-(\d{1,2})/(\d{1,2})$")
_RANGE = re.compile(r"(\d[\d.,/]*)-(\d[\d.,/]*)$")

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: Fraction(value) for value, word in enumerate(_ONES) if value} | {
    word: Fraction(10 * value) for value, word in enumerate(_TENS, start=2)
}
_PARTS = {
    "half": Fraction(1, 2),
    "halves": Fraction(1, 2),
    "third": Fraction(1, 3),
    "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "quarters": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "fifths": Fraction(1, 5),
    "sixth": Fraction(1, 6),
    "eighth": Fraction(1, 8),
    "eighths": Fraction(1, 8),
    "tenth": Fraction(1, 10),
}
BELOW_ZERO = re.compile(r"(?:^|[,;\n]|[^\W\d]\s)\s*[-\u2212]\d")
TOO_LARGE = re.compile(r"\d{8}")
ARTICLES = frozenset(("a", "an"))
DEFINITE = frozenset(("the", "my", "our", "that", "this", "those", "these", "their", "his", "her"))


@dataclass(frozen=True)
class Amount:
    """`of_whole` marks a share of what is there ("half the butter"); `most` ends a range."""

    value: Fraction
    end: int
    of_whole: bool = False
    most: Fraction | None = None


def number(value: Fraction) -> int | float:
    """A JSON number: whole where it is whole, else to four decimals."""
    return int(value) if value.denominator == 1 else round(float(value), 4)


def tokens(text: str) -> list[str]:
    return text.split()


def digits(word: str) -> Fraction | None:
    """One written number: 12, 1.5, 1,5, 1,000, 3/4, 1-1/2."""
    if _THOUSANDS.match(word):
        return Fraction(word.replace(",", ""))
    if found := _DIGITS.match(word):
        whole, _, decimals = found.groups()
        return Fraction(f"{whole}.{decimals}") if decimals else Fraction(whole)
    if found := _MIXED.match(word):
        whole, over, under = map(int, found.groups())
        return whole + Fraction(over, under) if under else None
    if found := _RATIO.match(word):
        over, under = map(int, found.groups())
        return Fraction(over, under) if under and over else None
    return None


def read_amount(words: list[str], at: int = 0) -> Amount | None:
    """The amount that starts at this word, and where it ends; None when there is none."""
    return _percent(words, at) or _range(words, at) or _share(words, at) or _count(words, at)


def _word(words: list[str], at: int) -> str:
    return words[at].lower() if at < len(words) else ""


def _percent(words: list[str], at: int) -> Amount | None:
    first = _word(words, at)
    value = digits(first.rstrip("%"))
    if value is None or not 0 < value <= 100:
        return None
    end = at + 1
    if not first.endswith("%"):
        if _word(words, end) not in ("%", "percent"):
            return None
        end += 1
    return Amount(value / 100, end + (_word(words, end) == "of"), of_whole=True)


def _share(words: list[str], at: int) -> Amount | None:
    """half, a third of, three quarters of, 3/4 of the; then "dozen" makes it a count."""
    count, end = Fraction(1), at
    part = _PARTS.get(_word(words, end))
    if part is None:
        ratio = _RATIO.match(_word(words, at))
        if ratio:
            value = digits(_word(words, at))
            return _share_of(words, at + 1, value) if value else None
        first = _word(words, at)
        part = _PARTS.get(_word(words, at + 1))
        found = Fraction(1) if first in ARTICLES else _WORDS.get(first) or digits(first)
        if part is None or found is None:
            return None
        count, end = found, at + 1
    return _share_of(words, end + 1, count * part)


def _share_of(words: list[str], end: int, value: Fraction) -> Amount:
    """What follows decides: "half the butter" is a share, "half a lemon" is half of one thing."""
    of = _word(words, end) == "of"
    after = _word(words, end + of)
    if after in DEFINITE or after == "all":
        return Amount(value, end + of, of_whole=True)
    if after in ARTICLES:
        end += of + 1
        if _word(words, end) == "dozen":
            return Amount(value * 12, end + 1 + (_word(words, end + 1) == "of"))
        return Amount(value, end)
    if after == "dozen":
        return Amount(value * 12, end + of + 1)
    return Amount(value, end + of, of_whole=of)


def _range(words: list[str], at: int) -> Amount | None:
    """ "2-3", "2 - 3", "2 to 3", "two or three": the least, with the most beside it."""
    found = _RANGE.match(_word(words, at))
    if found and not _MIXED.match(_word(words, at)):
        low, high = digits(found.group(1)), digits(found.group(2))
        return Amount(low, at + 1, most=high) if low and high and low < high else None
    low, middle = _single(words, at)
    high, end = _single(words, middle + 1)
    if low and high and low < high and _word(words, middle) in ("-", "to", "or"):
        return Amount(low, end, most=high)
    return None


def _single(words: list[str], at: int) -> tuple[Fraction | None, int]:
    """One end of a range, "2" or "1 1/2", and where it ends."""
    value = digits(_word(words, at)) or _WORDS.get(_word(words, at))
    if value and _RATIO.match(_word(words, at + 1)) and value.denominator == 1:
        extra, end = and_part(words, at + 1)
        return value + extra, end
    return value, at + 1


def _count(words: list[str], at: int) -> Amount | None:
    found = _couple(words, at) or _whole(words, at)
    if found is None:
        return None
    value, end = found
    if _word(words, end) in ("dozen", "dozens", "doz"):
        return Amount(value * 12, end + 1 + (_word(words, end + 1) == "of"))
    if words[at].lower() in ARTICLES:
        return Amount(value, end)
    extra, end = and_part(words, end)
    return Amount(value + extra, end)


def _couple(words: list[str], at: int) -> tuple[Fraction, int] | None:
    start = at + (_word(words, at) in ARTICLES)
    if _word(words, start) == "dozen":
        return Fraction(12), start + 1 + (_word(words, start + 1) == "of")
    if _word(words, start) not in ("couple", "pair"):
        return None
    return Fraction(2), start + 1 + (_word(words, start + 1) == "of")


def _whole(words: list[str], at: int) -> tuple[Fraction, int] | None:
    first = _word(words, at)
    if first in ARTICLES:
        if _word(words, at + 1) == "hundred":
            return Fraction(100), at + 2
        return Fraction(1), at + 1
    value = digits(first)
    if value is not None:
        return value, at + 1
    head, _, tail = first.partition("-")
    if head in _TENS and tail in _ONES:
        return _WORDS[head] + _WORDS.get(tail, 0), at + 1
    if first in _TENS and _word(words, at + 1) in _ONES[1:10]:
        return _WORDS[first] + _WORDS[_word(words, at + 1)], at + 2
    if first not in _WORDS:
        return None
    if _word(words, at + 1) == "hundred":
        return _WORDS[first] * 100, at + 2
    return _WORDS[first], at + 1


def and_part(words: list[str], at: int) -> tuple[Fraction, int]:
    """The rest of "1 1/2", "one and a half", "a litre and a half"; zero when there is none."""
    joined = _word(words, at) == "and"
    end = at + joined
    if _RATIO.match(_word(words, end)):
        value = digits(_word(words, end))
        return (value, end + 1) if value and value < 1 else (Fraction(0), at)
    end += _word(words, end) in ("a", "an", "one")
    part = _PARTS.get(_word(words, end))
    return (part, end + 1) if joined and part else (Fraction(0), at)


def plain(value: Fraction) -> str:
    """For people: 400, 1.5, 0.333."""
    return f"{float(value):.6g}" if value.denominator == 1 else f"{float(value):.3g}"
