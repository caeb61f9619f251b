"""Names of food: which food a name means, and what it may stand in for.

Blind to case, accents, plurals, order and words that do not change the food. What is known of
foods is data: `knowledge/`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kitchen_app.services.aisle_foods import FOODS
from kitchen_app.services.knowledge import listed, load, load_weights
from kitchen_app.services.units import canonical

LONGEST_WORD = 100  # characters; an index entry has room for no more than 2,700 bytes

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})

_PLURALS = load("words")["plurals"]
_SAME_IN_PLURAL = frozenset(_PLURALS["same"].split())
_ENDS_IN_IE = frozenset(_PLURALS["ie"].split())
_IRREGULAR: dict[str, str] = _PLURALS["irregular"]


def fold(text: str) -> str:
    """Lower case without accents, for comparing: "Crème Brûlée" is "creme brulee".

    No longer than the text, though some single characters decompose into many.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))[: len(text) + 8]


def singular(word: str) -> str:
    """One folded English word without its plural ending; a wrong guess is at least consistent."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SAME_IN_PLURAL or len(word) <= 3 or not word.endswith("s"):
        return word
    if word in _ENDS_IN_IE:
        return word[:-1]
    if word.endswith(("ss", "us")) or (len(word) == 4 and word.endswith("is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("oes", "ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]


def words(text: str) -> list[str]:
    """The words of a text, folded and singular, in order."""
    return [singular(word[:LONGEST_WORD]) for word in _WORD.findall(fold(text))]


def sort_key(name: str) -> str:
    """What names are sorted by: C.UTF-8 would put É after Z."""
    return " ".join(_WORD.findall(fold(name))) or fold(name)


@dataclass(frozen=True)
class Food:
    """`key` is the identity. `kinds` are the keys it satisfies, itself first, never the reverse."""

    key: str
    kinds: tuple[str, ...]


Phrase = tuple[str, ...]


def _phrases(text: str) -> Iterator[Phrase]:
    return (tuple(words(name)) for name in listed(text))


_DESCRIPTIONS = frozenset(words(load("words")["descriptions"]["words"]))
_DROPPED = frozenset(_phrases(load("words")["descriptions"]["phrases"])) | {
    (word,) for word in _DESCRIPTIONS
}
_SYNONYMS = load("synonyms")
_KINDS = load("kinds")
_ANYWHERE = {
    phrase: tuple(words(key))
    for key, names in _SYNONYMS["anywhere"].items()
    for phrase in _phrases(names)
}
_ALONE = {
    phrase: tuple(words(key))
    for key, names in _SYNONYMS["alone"].items()
    for phrase in _phrases(names)
}


def _pairs() -> Iterator[tuple[str, str]]:
    """Each kind by name, with the food it is a kind of."""
    for head, before in _KINDS["before"].items():
        yield from ((f"{word} {head}", head) for word in listed(before))
    for head, names in _KINDS["named"].items():
        yield from ((name, head) for name in listed(names))
    for whole, parts in _KINDS["parts"].items():
        yield from ((whole, part) for part in listed(parts))


def _known() -> Iterator[Phrase]:
    """Every food that the data names."""
    for table in _SYNONYMS.values():
        yield from (tuple(words(key)) for key in table)
    yield from (tuple(words(name)) for pair in _pairs() for name in pair)
    yield from (phrase for names in _KINDS["ordinary"].values() for phrase in _phrases(names))
    yield from _phrases(_KINDS["themselves"]["foods"])
    yield from (tuple(words(weight.food)) for weight in load_weights())


_KEPT = frozenset(phrase for phrase in _known() if phrase not in _ANYWHERE)
_LONGEST = max(map(len, (*_KEPT, *_ANYWHERE, *_DROPPED)))


def _chunks(found: Phrase) -> Iterator[Phrase]:
    """The words with other names replaced and descriptions gone, longest phrase first.

    What is one food stays together in one chunk.
    """
    at = 0
    while at < len(found):
        for length in range(min(_LONGEST, len(found) - at), 0, -1):
            phrase = found[at : at + length]
            if phrase in _ANYWHERE:
                yield _ANYWHERE[phrase]
            elif phrase in _KEPT or (length == 1 and phrase not in _DROPPED):
                yield phrase
            elif phrase not in _DROPPED:
                continue
            break
        at += length


def _joined(chunks: Iterable[Phrase]) -> Phrase:
    return tuple(word for chunk in chunks for word in chunk)


def _by_words() -> dict[Phrase, Phrase]:
    """Foods by their words in any order, but for those that another order makes another food."""
    found: dict[Phrase, set[Phrase]] = {}
    aisles = (tuple(words(food)) for listed_foods in FOODS.values() for food in listed_foods)
    for phrase in (*_KEPT, *_ANYWHERE, *(p for p in aisles if _joined(_chunks(p)) == p)):
        meant = _ANYWHERE.get(phrase, phrase)
        found.setdefault(tuple(sorted(phrase)), set()).add(meant)
    return {order: next(iter(foods)) for order, foods in found.items() if len(foods) == 1}


_IN_ANY_ORDER = _by_words()


def _settled(phrase: Phrase) -> Phrase:
    """The food that all of these words name together."""
    if phrase in _KEPT:
        return phrase
    return _ALONE.get(phrase) or _IN_ANY_ORDER.get(tuple(sorted(phrase)), phrase)


def _first(chunks: list[Phrase]) -> list[Phrase]:
    """ "butter or oil" is butter, "red or white onion" red onion."""
    if ("or",) not in chunks[1:-1]:
        return [chunk for chunk in chunks if chunk != ("or",)]
    at = chunks.index(("or",), 1)
    before, after = _joined(chunks[:at]), _joined(chunks[at + 1 :])
    for start in range(1, len(after)):
        if before + after[start:] in _KEPT:
            return [before + after[start:]]
    return chunks[:at]


def _turned(chunks: list[Phrase]) -> list[Phrase]:
    """ "breast of chicken" is chicken breast, "tin of tuna" tuna."""
    if ("of",) not in chunks[1:-1]:
        return [chunk for chunk in chunks if chunk != ("of",)]
    at = chunks.index(("of",), 1)
    before, after = chunks[:at], chunks[at + 1 :]
    return after if canonical(before[-1][-1]) else after + before


def _named(found: Phrase, asides: list[Phrase], turned: list[Phrase]) -> Phrase:
    """The food of these words; an aside counts where both together are a food that is known.

    Those `turned` stand behind a comma: "flour, amaranth" is amaranth flour, whatever that is.
    """
    food = _settled(_settled_words(found))
    for aside in (*asides, *turned):
        both = [aside + base for base in (found, food)]
        both += [(word, *base) for base in (found, food) for word in aside]
        orders = (tuple(sorted(words)) for words in both)
        known = next((_IN_ANY_ORDER[order] for order in orders if order in _IN_ANY_ORDER), None)
        if known or (aside in turned and not any(map(_says_how, aside))):
            food = known or (*_joined(_chunks(aside)), *food)
    return food


_LITTLE = frozenset(
    "and as at by for from in into no of off on only or per to up with without".split()
)


def _says_how(word: str) -> bool:
    """Of a word behind a comma: "skinned", "thinly", "for", "70"."""
    return word.endswith(("ed", "ly")) or word in _LITTLE or word.isdigit()


def _settled_words(found: Phrase) -> Phrase:
    if found in _ANYWHERE or found in _KEPT:
        return _ANYWHERE.get(found, found)
    return _joined(_turned(_first(list(_chunks(found))))) or found


_ASIDE = re.compile(r"\(([^()]*)\)")
_PERCENT = re.compile(r"\b\d+(?:[.,]\d+)?\s?%(?: fat\b)?")
_BESIDE = re.compile(r"\s(?:\+|(?:mixed|dissolved|whisked|blended) (?:with|in)\b|plus\b).*")
_LENGTH = re.compile(r"^\s*\d+(?:[.,/]\d+)?[ -]?(?:cm|mm|inch(?:es)?|in)\b(?:[ -]pieces?\b)?")


def _key(name: str) -> str:
    text = _LENGTH.sub(" ", _BESIDE.sub("", _PERCENT.sub(" ", fold(name)))).replace("/", " or ")
    main, *commas = (tuple(words(part)) for part in _ASIDE.sub(" ", text).split(","))
    asides = [tuple(words(aside)) for aside in _ASIDE.findall(text)]
    said = [part for part in (main, *commas, *asides, tuple(words(name))) if part]
    if not said:
        return fold(name).strip() or name.strip()
    head = next((part for part in said if _joined(_chunks(part))), said[0])
    turned = [part for part in commas if part is not head] if head is main else []
    return " ".join(_named(head, asides, turned))


@lru_cache(1)
def _above() -> dict[str, list[str]]:
    """What each food is a kind of, by keys."""
    above: dict[str, list[str]] = {}
    for name, head in _pairs():
        above.setdefault(name_key(name), []).append(name_key(head))
    return above


@lru_cache(1)
def _ordinarily() -> dict[str, list[str]]:
    return {
        name_key(name): [name_key(kind) for kind in listed(kinds)]
        for name, kinds in _KINDS["ordinary"].items()
    }


def _kinds(key: str) -> tuple[str, ...]:
    kinds = [key]
    for kind in kinds:
        kinds += [head for head in _above().get(kind, ()) if head not in kinds]
    kinds += [kind for kind in _ordinarily().get(key, ()) if kind not in kinds]
    return tuple(kinds)


@lru_cache(32_768)
def name_key(name: str) -> str:
    """What makes two names the same food: "Fresh Tomatoes, chopped" and "tomato" are one.

    Never empty for a name that has any character; the key of a key is itself.
    """
    key = _key(name)
    for _ in range(_LONGEST):
        again = _key(key)
        if again == key:
            break
        key = again
    return key


@lru_cache(32_768)
def identify(name: str) -> Food:
    """The food a name means. A name nobody knows is its own food and no kind of any other."""
    key = name_key(name)
    return Food(key, _kinds(key))


@lru_cache(1)
def _parts() -> dict[str, list[str]]:
    return {
        name_key(whole): [name_key(part) for part in listed(parts)]
        for whole, parts in _KINDS["parts"].items()
    }


def whole_and_parts(name: str) -> list[str]:
    """The keys of what has some of this food in it: egg yolk is of an egg."""
    key = name_key(name)
    return [key, *_parts().get(key, ())]


def only_describes(text: str) -> bool:
    """Whether the words name no food but say how it is: "chopped", "large, ripe"."""
    found = words(text)
    return bool(found) and _DESCRIPTIONS.issuperset(found)
