"""A tidy text taken apart before anything is understood: sentences and clauses."""

import re
from dataclasses import dataclass

_EMOTICON = re.compile(r"(?:(?<=\s)|^)[:;=]-?[()DPp/3](?=\s|$)")
_ABBREVIATED = r"(?<!\boz)(?<!\blb)(?<!\blbs)(?<!\btsp)(?<!\btbsp)(?<!\bapprox)(?<!\bpkg)(?<!\bexp)"
_SENTENCE = re.compile(rf"([?!]+|{_ABBREVIATED}\.(?=\s|$)|;(?=\s|$)|\n)", re.IGNORECASE)

_SUBJECT = (
    r"(?:(?:also|then|just|please|today|yesterday|later|tonight|earlier|now|i|we|he|she|they|you|"
    r"i've|we've|i'm|we're|have|has|had|can you|could you|my (?:wife|husband|partner|flatmate|"
    r"kids?|son|daughter|mum|mom|dad))\s+){0,4}"
)
_STARTER = (
    r"(?:bought|got|picked up|purchased|restocked|received|ordered|added|used|use up|finished|ate|"
    r"drank|threw|tossed|binned|chucked|ran out|out of|spilled|spilt|opened|add|put|remove|delete|"
    r"throw|show|find|list|convert|scale|what(?:'s)?|whats|how|which|tell|give|did|do (?:i|we)|"
    r"is there|are there|don't|didn't|never|need|should|will|search|save|"
    r"(?:made|cooked|baked)(?= (?:the|my|our|it)\b))\b"
)
_LINK = r"(and|but|then|also|so|plus)\b,?\s+"
_JOINT = re.compile(
    rf"(?:\s*[,&]\s*(?:{_LINK})?|\s+{_LINK})(?:(?:and|but|then|also|so|"
    rf"plus)\s+)?(?={_SUBJECT}{_STARTER})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """One thing said. `joined` is the word that tied it to the clause before it, if any."""

    text: str
    question: bool = False
    joined: str | None = None


def quieted(text: str) -> str:
    """A shouted message in lower case, any other with only its first letter lowered."""
    if text.isupper():
        return text.lower()
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def sentences(text: str) -> list[list[Clause]]:
    """The sentences of a tidy text, each a list of clauses."""
    parts = _SENTENCE.split(_EMOTICON.sub(" ", _flowing(text)))
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=False)
    said = ((body.strip(" ,-*"), end) for body, end in pairs)
    return [_clauses(quieted(body), "?" in end) for body, end in said if body]


def _clauses(sentence: str, question: bool) -> list[Clause]:
    cuts: list[tuple[int, int, str | None]] = [(0, 0, None)]
    cuts += [
        (m.start(), m.end(), m.group(1) or m.group(2))
        for m in _JOINT.finditer(sentence)
        if m.start()
    ]
    ends = [start for start, _, _ in cuts[1:]] + [len(sentence)]
    return [
        Clause(sentence[begin:end].strip(" ,"), question, joined.lower() if joined else None)
        for (_, begin, joined), end in zip(cuts, ends, strict=True)
        if sentence[begin:end].strip(" ,")
    ]


def _flowing(text: str) -> str:
    """A list under a heading becomes one sentence: "Bought:\\n- eggs\\n- milk" is two things."""
    flowing = ""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        bullet = re.match(r"[-*+]\s+|\d{1,2}[.)]\s+", line)
        item = line[bullet.end() :] if bullet else line
        if not flowing:
            flowing = item
        elif bullet or flowing[-1] in ":,":
            flowing += _comma(flowing) + item
        elif re.match(r"\d", line) and re.search(r"(?:^|\n)[^\n.?!]*:[^\n]*$", flowing):
            flowing += ", " + item
        else:
            flowing += "\n" + item
    return flowing


def _comma(flowing: str) -> str:
    """What joins a bullet to what stands before it; the first makes a heading of its line."""
    if flowing[-1] in ":,":
        return " "
    return ", " if re.search(r"[:,]", flowing.rsplit("\n", 1)[-1]) else ": "
