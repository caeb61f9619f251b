"""Slips of the finger in the words that steer: "bougth", "recieved". Names of food stay as "
"typed."""

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

_STEERING = (
    "bought received finished purchased recipe recipes pantry fridge freezer convert expires "
    "expire dinner without "
    "vegetarian ingredients scale double show what what's have used threw away picked breakfast "
    "lunch fahrenheit "
    "celsius tablespoons teaspoons hungry minutes restocked stocked grams litres vegan"
).split()
_WORD = re.compile(r"[A-Za-z']{4,14}")
_LEAVE = frozenset(
    "pastry cupboard shower brought bough diner winner sauce scales threat shew trout".split()
)


def corrected(text: str) -> str:
    """The text with near misses of steering words put right; tried only when nothing else fits."""
    return _WORD.sub(_nearest, text)


def _nearest(found: re.Match[str]) -> str:
    word = found.group().lower()
    if word in _STEERING or word in _LEAVE:
        return found.group()
    slips = 2 if len(word) >= 8 else 1
    near = process.extractOne(word, _STEERING, scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near and near[0][0] == word[0] else found.group()
