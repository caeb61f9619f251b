"""One turn of the offline cook: tool calls for a question, or the reply made of their answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from langchain_core.messages import BaseMessage

from kitchen_app.ai.offline.conversation import Answer, answers, context_of, question, rounds
from kitchen_app.ai.offline.plan import Call, Plan
from kitchen_app.ai.offline.understand import understand
from kitchen_app.ai.wording import say_dates
from kitchen_app.services.reading.amounts import number

_SERVES = re.compile(r"\b(?:serves|servings|portions)[:* ]{1,6}(\d{1,3})\b", re.IGNORECASE)
_LEADS = {
    "read_pantry": "Here is what I found in the pantry:",
    "find_recipes": "From your cookbook:",
    "what_can_i_cook": "With what is in the pantry:",
}
UNKNOWN_SIZE = (
    "The recipe does not say how many it serves, so I cannot change its size. "
    "Here it is as written."
)
NO_TOOL = "I cannot do that here."


@dataclass(frozen=True)
class Turn:
    """What the model says now and which tools it calls."""

    text: str = ""
    calls: tuple[Call, ...] = ()


def next_turn(messages: Sequence[BaseMessage], today: date, bound: frozenset[str] | None) -> Turn:
    """Read the question again, which has no memory to get wrong, and go on from where it stands."""
    said, _ = question(messages)
    plan = understand(said, context_of(messages, today))
    given = answers(messages)
    if given:
        again = _resized(plan, given) if rounds(messages) == 1 else None
        if again:
            return Turn(calls=(again,))
        return Turn(text=say_dates(reply(plan, given, rounds(messages)), today))
    calls = tuple(call for call in plan.calls if bound is None or call.tool in bound)
    if plan.calls and not calls:
        return Turn(text=NO_TOOL)
    return Turn(calls=calls) if calls else Turn(text=say_dates(plan.say, today))


def _resized(plan: Plan, given: list[Answer]) -> Call | None:
    """ "Double the lasagne": once it is read, read it again for twice as many."""
    found = _SERVES.search(given[0].text)
    if plan.multiply is None or given[0].failed or not found:
        return None
    wanted = max(plan.multiply * int(found.group(1)), Fraction(1))
    return replace(plan.calls[0], args=plan.calls[0].args | {"servings": number(wanted)})


def reply(plan: Plan, given: list[Answer], round_: int) -> str:
    """The tools' own words, led in where they are a list, and then what there is to add."""
    parts = [UNKNOWN_SIZE] if plan.multiply and round_ == 1 and not given[0].failed else []
    led: str | None = None
    for answer in given:
        lead = _LEADS.get(answer.tool) if answer.text.lstrip().startswith(("- ", "* ")) else None
        if lead and lead != led:
            parts.append(lead)
        led = lead or led
        parts.append(
            f"That did not work: {_kindly(answer.text)}"
            if answer.failed
            else answer.text.strip("\n")
        )
    return "\n\n".join(part for part in (*parts, plan.say) if part)


def _kindly(text: str) -> str:
    """A tool's error without the advice that is meant for a language model."""
    return (
        re.sub(r"^Error: |\s*Please fix your mistakes\.?\s*$", "", text.strip())
        or "no reason given."
    )
