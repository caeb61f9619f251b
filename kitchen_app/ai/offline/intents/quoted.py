"""A question about one recipe, named in quotes: "a question about my recipe “Stew”: for 6?"."""

import re
from dataclasses import replace

from kitchen_app.ai.offline.intents.followups import follow_up
from kitchen_app.ai.offline.intents.show import servings
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.replies import AS_WRITTEN
from kitchen_app.ai.offline.words import sentences
from kitchen_app.services.reading.text import tidy

_QUOTED = re.compile(
    r"[\"“„](?=\S)([^\n]{1,200}?)(?:[\"”“](?=\s*:)|[\"”“](?!\w)(?![^\n]{0,200}[\"”“]\s*:))"
)
_ABOUT = re.compile(
    r"\W*(?:.{0,40}\bquestions? (?:about|on|for|regarding)|about|regarding|concerning)\b"
    r"(?: (?:my|the|our|this|your))?(?: recipe)?(?: (?:for|of|called|named))?\W*$",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(r"[{}<>\[\]=]")
_RECIPE = re.compile(
    r"\b(?:(?:my|the|our) )?recipe(?: (?:for|of|called|named))?\s*$", re.IGNORECASE
)


def question_about(text: str, context: Context) -> Plan | None:
    """A message that opens with the recipe it is about; nothing after that is an order."""
    found = _QUOTED.search(text)
    if found is None or not _ABOUT.match(text[: found.start()]):
        return None
    return _asked(found.group(1), text[found.end() :], context)


def mentioned(text: str, context: Context) -> Plan | None:
    """A recipe named anywhere in a message that means nothing else."""
    found = _QUOTED.search(text)
    if found is None or _NO_PROSE.search(text):
        return None
    before = _RECIPE.sub("", text[: found.start()])
    return _asked(found.group(1), f"{before}it{text[found.end() :]}", context)


def says_recipe(text: str) -> bool:
    """Whether the message says that what it quotes is a recipe."""
    found = _QUOTED.search(text)
    return bool(found and _RECIPE.search(text[: found.start()]))


def _asked(name: str, asked: str, context: Context) -> Plan:
    """The recipe, in the size asked for; any other question has no answer but the recipe."""
    context = replace(context, shown=name.strip(), listed=())
    clauses = [clause for sentence in sentences(tidy(asked).lstrip(" :")) for clause in sentence]
    sizes = [_sized(clause.text.strip(" \"'"), context) for clause in clauses]
    plan = next(filter(None, sizes), None) or do(call("read_recipe", recipe=name.strip()))
    return plan if all(sizes) else replace(plan, say=AS_WRITTEN)


def _sized(text: str, context: Context) -> Plan | None:
    _, count = servings(text)
    if count is not None:
        return do(call("read_recipe", recipe=context.shown, servings=count))
    bare = re.sub(r"^(?:(?:please|can|could|you|i|we|would|now)\s+)+", "", text)
    return follow_up(sentences(bare)[0][0], context) if bare else None
