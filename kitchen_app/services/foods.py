"""Names of food as keys: blind to case, accents, plurals and words that do not change the food."""

import re
import unicodedata

LONGEST_WORD = 100  # characters; an index entry has room for no more than 2,700 bytes

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})

_SAME_IN_PLURAL = frozenset(
    "asparagus brussels citrus couscous gas haggis hibiscus hummus lens molasses octopus "
    "schnapps series swiss watercress".split()
)
_IRREGULAR = {
    "calves": "calf",
    "halves": "half",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "quiches": "quiche",
    "brioches": "brioche",
    "ceviches": "ceviche",
    "geese": "goose",
    "mice": "mouse",
    "shoes": "shoe",
    "canoes": "canoe",
}
_ENDS_IN_IE = frozenset(
    "brownies calories cookies foodies pies smoothies sweeties veggies whoopies".split()
)
_DESCRIPTORS = frozenset(
    "big chopped cold cooked crushed cubed diced extra fine finely fresh freshly frozen grated "
    "halved large large-ish little medium melted minced organic peeled raw ripe roughly shredded "
    "sliced small softened thinly toasted tinned canned washed whole".split()
)


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
    if word.endswith(("ss", "us", "is")):
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


def name_key(name: str) -> str:
    """What makes two names the same food: "Fresh Tomatoes, chopped" and "tomato" are one.

    Never empty for a name that has any character.
    """
    head = name.partition(",")[0]
    found = words(head) or words(name)
    kept = [word for word in found if word not in _DESCRIPTORS]
    return " ".join(kept or found) or fold(name).strip() or name.strip()


def only_describes(text: str) -> bool:
    """Whether the words name no food but say how it is: "chopped", "large, ripe"."""
    found = words(text)
    return bool(found) and _DESCRIPTORS.issuperset(found)
