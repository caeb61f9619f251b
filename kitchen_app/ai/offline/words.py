"""Clean text before anything is understood: quotes, fractions, emoji, sentences, clauses."""

import re
import unicodedata
from dataclasses import dataclass

_SAME_AS = {
    "'": "\u2018\u2019\u02bc`",
    '"': "\u201c\u201d\u201e",
    "-": "\u2010\u2011\u2013\u2014\u2212\u2022\u25e6\u25aa\u00b7",
    "x": "\u00d7",
    ".": "\u2026",
    "/": "\u2044",
    " ": "\t\u00a0",
    "\n": "\r\u2028\u2029",
}
_PUNCTUATION = str.maketrans({odd: plain for plain, odds in _SAME_AS.items() for odd in odds})
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215e\u2189]")
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"))
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
    r"is there|are there|don't|didn't|never|need|should|will|search|save)\b"
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


def tidy(text: str) -> str:
    """Plain quotes, dashes and fractions ("1½" is "1 1/2"), no emoji, single spaces, \\n lines.

    At most one empty line in a row, or patterns over lines would take quadratic time.
    """
    text = text.replace("\r\n", "\n").translate(_PUNCTUATION)
    text = _FRACTION.sub(_spelled_fraction, text)
    text = "".join(
        c if c == "\n" else " " if unicodedata.category(c) in _DROPPED else c for c in text
    )
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = (line for before, line in zip(["", *lines], lines, strict=False) if line or before)
    return "\n".join(kept).strip()


def _spelled_fraction(found: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKC", found.group()).translate(_PUNCTUATION) + " "


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
