"""The offline cook's own words: what it is, what it can do, what it did not understand."""

from collections.abc import Sequence

from kitchen_app.ai.offline.items import Item
from kitchen_app.ai.wording import listed

WHAT_IT_IS = (
    "I am Kitchen's built-in offline cook. I work by rules, I am not a language model; "
    "setting OPENAI_API_KEY or OPENAI_BASE_URL connects one."
)
HELP = f"""{WHAT_IT_IS}

Here is what I understand, in plain English:

- stock the pantry: “got 2 dozen eggs and a bag of rice”
- use things up: “used half the butter”, “we're out of milk”, “threw away the spinach”
- look into the pantry: “what's in the fridge?”, “what should I use up?”, “what is running low?”
- decide what to cook: “what's for dinner?”, “what can I make with leeks for 6, without eggs?”
- say what was cooked: “I made the lasagne for 6”
- find and show recipes: “any chicken recipes?”, “show me the lasagne”
- save a recipe: “save this:” and the recipe, pasted as it is
- scale a recipe: “scale the lasagne to 8”
- convert: “how many grams is a cup of flour?”, “350 F in C”"""

HELLO = (
    "Hello! I am the built-in offline cook. Tell me what you bought or used, "
    "ask “what's for dinner?”, or say “help” for all I understand."
)
MOST_NAMED = 3
USE_SOON = "ask “what can I cook with what expires soon?”"
FOR_HOW_MANY = (
    "I changed nothing, for I do not know how much that was. "
    "Tell me for how many, as in “I made the lasagne for 6”."
)
WELCOME = "You are welcome. Enjoy your meal!"
FINE = "All right."

OFFERS = """
- stock the pantry: “got 2 dozen eggs and a bag of rice”
- find something to cook: “what's for dinner?”
- save a recipe: “save this:” with the recipe pasted after it"""

NOT_UNDERSTOOD = (
    "I did not understand that. I am the offline cook and only know plain kitchen English, "
    f"but I can do these three things, for example:\n{OFFERS}"
)
NO_SHOPPING_LIST = (
    "I do not keep a shopping list yet, so I changed nothing. "
    "When it is in the kitchen, tell me “bought 2 l milk” and I put it in the pantry."
)
NOTHING_CHANGED = (
    "All right, I changed nothing. Tell me what you did buy or use, and I will keep count."
)
ONLY_A_QUESTION = (
    "That was a question, so I changed nothing. To stock something tell me “bought 6 eggs”, "
    "to use it up “used 2 eggs”."
)
UNDO = (
    "Under each thing I did there is Undo: press it, and all is as it was before. "
    "Or tell me how it should be: “add 6 eggs”, “remove the rice”."
)
NO_SUCH_AMOUNT = "The pantry cannot hold such an amount, so I changed nothing."
AS_WRITTEN = "I am the offline cook, so I cannot advise beyond what is written."
NO_DELETING_RECIPES = "I do not delete recipes. Open it in the cookbook to delete it there."


def hello(soon: Sequence[str]) -> str:
    """A greeting, which names what is to be used first."""
    if not soon:
        return HELLO
    more = [f"{len(soon) - MOST_NAMED} more"] if len(soon) > MOST_NAMED else []
    return f"{HELLO}\n\nUse soon: {listed([*soon[:MOST_NAMED], *more])}; {USE_SOON}."


def unclear_dates(items: list[Item]) -> str:
    """A word on every date that was left off because it can be read two ways."""
    unclear = [item for item in items if item.unclear_date]
    return " ".join(
        f"I left the date “{item.unclear_date}” off {item.name}, because it can be read more than "
        "one way; write it like 2027-06-12."
        for item in unclear
    )


def how_much(items: list[Item]) -> str:
    """What to say about amounts nobody can count: some, a bit, most."""
    if not items:
        return ""
    names = listed([item.name for item in items])
    return (
        f"I do not know how much {names} that was, so I left it as it is. "
        f"Tell me an amount, like “used 200 g {items[0].name}” or “used half the {items[0].name}”."
    )


def left_out(unclear: list[str]) -> str:
    """Which words led to nothing."""
    quoted = listed([f"“{text[:80]}”" for text in unclear[:3]])
    return f"I did not understand {quoted}, so I left that out."
