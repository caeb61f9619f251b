"""What is said where a food would stand, and is none: "got tired", "have a question"."""

import re

_NOT_FOOD = frozenset(
    "it them that this these those nothing something anything everything stuff things thing "
    "groceries food home sick tired back here there question idea problem guests company news "
    "bored "
    "recipe recipes me you us up out in to lost ready hungry done shopping dinner lunch breakfast "
    "for with but from at by as if no than or then when so very today "
    "list pantry fridge kitchen both some one ones lot married drunk hurt paid busy time".split()
)
_TO_A_DISH = re.compile(r"\b(?:to|into) (?:the|my|our|a|nuts)\b", re.IGNORECASE)
_SENTENCE_WORDS = frozenset(
    "i i'm i'll i've we we're is are was were got bought have has had do does did you what how "
    "why not "
    "because it's that's run went will would should could can't don't people".split()
)
_NOT_KEPT = frozenset(
    "oven kettle headache fridge freezer kids kid people guests allergy allergies daughter son "
    "bus nap keys work "
    "cooking ideas idea order energy party photo chat message messages account web door phone car "
    "money friends family flu fever break rest shower walk cookbook history late early recipe "
    "recipes password settings job tag on off up out".split()
)


def is_no_food(words: list[str]) -> bool:
    """Whether these words, in lower case, name something no pantry keeps, or half a sentence."""
    if words[0] in _NOT_FOOD or words[-1] in _NOT_KEPT:
        return True
    return not _SENTENCE_WORDS.isdisjoint(words) or bool(_TO_A_DISH.search(" ".join(words)))
