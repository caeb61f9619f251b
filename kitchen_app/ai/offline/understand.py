"""From a message to a plan: clause by clause, and nothing is written on a doubt."""

import re
from dataclasses import replace

from kitchen_app.ai.offline.intents import (
    convert,
    cook,
    find,
    followups,
    pantry,
    quoted,
    save,
    show,
    stock,
    talk,
    use_up,
)
from kitchen_app.ai.offline.plan import Context, Intent, Plan
from kitchen_app.ai.offline.replies import (
    NOT_UNDERSTOOD,
    NOTHING_CHANGED,
    ONLY_A_QUESTION,
    left_out,
)
from kitchen_app.ai.offline.typos import corrected
from kitchen_app.ai.offline.words import Clause, sentences
from kitchen_app.services.reading.text import tidy

LONGEST_RECIPE = 20_000
MOST_LINES = 500  # a recipe has at most 200 ingredients and 200 steps
LONGEST_MESSAGE = 4_000
_LONGEST_CLAUSE = 1_500

_POLITE = re.compile(
    r"(?:(?:hey|hi|hello|ok|okay|so|well|um+|uh+|oh|please|pls|plz|kindly|also|and|then|but|great|"
    r"thanks|thank you|alright|right|actually|kitchen|chef|yo|btw|fyi|by the way|good news|"
    r"bad news|guess what|update|quick question|question|good morning|good evening|morning|ugh|"
    r"oops|yay|hmm+|hooray|damn|argh|oh no|(?:can|could|would|will) (?:you|u)(?: please|"
    r" kindly)?(?! (?:do|cook|make|understand|help|hear)\b)|i'd like you to|(?:i|we)(?:'d|"
    r" would)? (?:want|like) to(?= (?:add|log|stock|record|remove|delete)\b)|i want you to|"
    r"go ahead and|(?:please )?(?:tell|remind) me(?= (?:what|if|whether|how|which))|(?:do|"
    r"did) you know(?= (?:what|if|whether|how))|let me know|i wonder|i was wondering|"
    r"i want to know|i need to know|(?:if|whether)(?= (?:we|i|there|there's)\b)|note that|"
    r"remember that|let me tell you|tonight|today|yesterday|this morning|earlier|just now|"
    r"now)\b[\s,!:.-]*)+",
    re.IGNORECASE,
)
_ASKING_MANNERS = re.compile(r".{0,30}?\b(?:can|could|would|will) (?:you|u)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:,? (?:please|pls|plz|thanks|thank you|thx|chef|lol|haha|for me|ok|okay|k))+$",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"(?:if|whether|let me know|i wonder|i was wondering)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|whether)\b", re.IGNORECASE)

INTENTS: tuple[Intent, ...] = (
    talk.talk,
    followups.follow_up,
    talk.asked_to_write,
    talk.not_done,
    convert.converted,
    pantry.whole_pantry,
    pantry.running_low,
    cook.cookable,
    pantry.expiring,
    cook.cooked,
    use_up.removed,
    use_up.used,
    pantry.only_left,
    stock.stock,
    show.scale,
    show.show_named,
    find.find,
    show.show,
    pantry.one_food,
)


def understand(text: str, context: Context) -> Plan:
    """The plan for a message. A question, a wish or a refusal never leads to a writing call."""
    tidied = tidy(text[: LONGEST_RECIPE + 1])
    if plan := quoted.question_about(text[:LONGEST_MESSAGE], context):
        return plan
    short = len(tidied) <= LONGEST_RECIPE and tidied.count("\n") <= MOST_LINES
    if short and (plan := save.saved(tidied, context)):
        return plan
    if len(tidied) > LONGEST_MESSAGE:
        return Plan(say=NOT_UNDERSTOOD)
    plan = _read(tidied, context)
    unclear = plan.say == NOT_UNDERSTOOD or (quoted.says_recipe(text) and plan.only_searches)
    if unclear and (named := quoted.mentioned(text[:LONGEST_MESSAGE], context)):
        return named
    if plan.say == NOT_UNDERSTOOD and (again := corrected(tidied)) != tidied:
        return _read(again, context)
    return plan


def _read(text: str, context: Context) -> Plan:
    plans: list[Plan] = []
    unclear: list[str] = []
    for sentence in sentences(text):
        for plan, clause in _sentence(sentence, context):
            if plan is None:
                unclear.append(clause.text)
                continue
            plans.append(plan)
            wrote = next((c.tool for c in plan.calls if plan.writes), context.wrote)
            context = replace(context, wrote=wrote)
    return _merged(plans, unclear)


def _sentence(clauses: list[Clause], context: Context) -> list[tuple[Plan | None, Clause]]:
    """Plans in order; what follows a refusal, a wish or a riddle in one breath writes nothing."""
    read: list[tuple[Plan | None, Clause]] = []
    asked = clauses[-1].question
    blocked = False
    for at, clause in enumerate(clauses):
        polite = bool(_ASKING_MANNERS.match(clause.text)) and not _INDIRECT.match(clause.text)
        alone = replace(clause, question=asked and at == len(clauses) - 1 and not polite)
        plan = _clause(alone, context)
        if alone.question and plan is None:
            stated = _clause(replace(alone, question=False), context)
            if stated and stated.writes:
                return [(Plan(say=ONLY_A_QUESTION), clause)]
        if plan and plan.writes and blocked and clause.joined != "but":
            continue
        blocked = plan is None or (not plan.calls and not plan.small_talk)
        read.append((plan, clause))
    return read


def _clause(clause: Clause, context: Context) -> Plan | None:
    bare = _ASIDE.sub("", clause.text)
    for intent in (talk.talk, followups.follow_up):
        if plan := intent(replace(clause, text=bare), context):
            return plan
    said = replace(
        clause, text=_POLITE.sub("", bare, count=1).strip() if _POLITE.match(bare) else bare
    )
    if len(said.text) > _LONGEST_CLAUSE:
        return None
    found = next((plan for intent in INTENTS if (plan := intent(said, context))), None)
    if found and found.writes and _SUPPOSED.search(bare.removesuffix(said.text)):
        return Plan(say=NOTHING_CHANGED)
    return found or followups.one_more(replace(clause, text=bare), context)


def _merged(plans: list[Plan], unclear: list[str]) -> Plan:
    """One plan of all: calls in order, greetings dropped beside real work, riddles named."""
    real = [plan for plan in plans if not plan.small_talk]
    if not plans or (unclear and not real):
        return Plan(say=NOT_UNDERSTOOD)
    if not real:
        return plans[0]
    says = list(dict.fromkeys(plan.say for plan in real if plan.say))
    if unclear:
        says.append(left_out(unclear))
    calls = list({repr(c): c for plan in real for c in plan.calls}.values())
    multiply = real[0].multiply if len(calls) == 1 else None
    return Plan(tuple(calls), "\n\n".join(says), multiply)
