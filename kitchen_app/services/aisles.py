"""Where a shop keeps what: an aisle for a name of food, in the order of a walk through the shop.

The table is by hand. Names are as `foods.words` makes them: folded, singular.
"""

from functools import lru_cache

from kitchen_app.services import foods
from kitchen_app.services.aisle_foods import FOODS

AISLES: tuple[str, ...] = tuple(FOODS)
_AISLE_OF = {
    " ".join(foods.words(food)): aisle for aisle, listed in FOODS.items() for food in listed
}
_MOST_WORDS = max(len(food.split()) for food in _AISLE_OF)
_PLACES = {foods.sort_key(aisle): place for place, aisle in enumerate(AISLES)}
# Words that say more than the food: frozen peas, tinned tomatoes.
_KEPT_AS = {"frozen": "Frozen", "tinned": "Tins & jars", "canned": "Tins & jars"}
_PRESERVED = frozenset(("Vegetables", "Fruit", "Meat", "Fish", "Pasta, rice & grains"))
_SAYS_MORE = frozenset("with without in for from on".split())  # after these comes no head
_OWN, _NONE = 50, 99


@lru_cache(4_096)
def aisle_of(name: str, unit: str | None = None) -> str | None:
    """The aisle of a food, None where nobody knows. Beans in a can are with the tins.

    The longest run of words that is known wins, and of two the last: it is the head.
    """
    words = foods.words(name)
    for word, kept in _KEPT_AS.items():
        if word in words:
            return kept
    aisle = _find(_head(foods.words(name.partition(",")[0]))) or _find(words)
    return "Tins & jars" if unit in ("can", "jar") and aisle in _PRESERVED else aisle


def _head(words: list[str]) -> list[str]:
    """The words up to "in oil", "with cheese"."""
    for at, word in enumerate(words):
        if at and word in _SAYS_MORE:
            return words[:at]
    return words


def _find(words: list[str]) -> str | None:
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        for start in range(len(words) - length, -1, -1):
            aisle = _AISLE_OF.get(" ".join(words[start : start + length]))
            if aisle:
                return aisle
    return None


def sort_key(category: str | None, name: str) -> str:
    """One text that sorts by aisle, then a cook's own categories, then none, each by name."""
    named = foods.sort_key(name)
    if category is None:
        return f"{_NONE} {named}"
    own = foods.sort_key(category)
    place = _PLACES.get(own)
    return f"{_OWN} {own}\t{named}" if place is None else f"{place:02} {named}"
