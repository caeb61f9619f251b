"""The running answer on its way to the page: little at a time, parted where tools were used."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.schemas.chat import ChatEvent, Done, Token, ToolProgress, TurnError
from kitchen_app.states.answer import _grown
from kitchen_app.states.transcript import Reading

NOTHING = ("", "", "", "")
FRAME = 130  # bytes around what a flush sends


@given(st.lists(st.text(max_size=200), max_size=60))
def test_the_pieces_are_the_text_whatever_it_grows_by(grows: list[str]) -> None:
    pieces: tuple[str, ...] = NOTHING
    text = ""
    for more in grows:
        text += more
        pieces = _grown(pieces, text)
        assert "".join(reversed(pieces)) == text


def test_another_answer_takes_the_place_of_the_one_before() -> None:
    assert "".join(reversed(_grown(("c", "b", "a", ""), "another"))) == "another"


def test_a_long_answer_costs_a_few_times_its_own_length() -> None:
    for tokens, most in ((1_000, 40), (40_000, 60)):
        pieces: tuple[str, ...] = NOTHING
        sent, text = 0, ""
        for token in range(0, tokens, 2):  # at twenty a second, two a flush
            text += " leeks" * min(2, tokens - token)
            grown = _grown(pieces, text)
            sent += FRAME + sum(
                len(new) for old, new in zip(pieces, grown, strict=True) if new != old
            )
            pieces = grown
        assert sent <= most * len(text)


def started(call_id: str) -> ToolProgress:
    return ToolProgress(call_id, "find_recipes", "started", "find recipes", [])


def finished(call_id: str, *, link: str | None = None, changed: bool = False) -> ToolProgress:
    changes = [uuid4()] if changed else []
    return ToolProgress(call_id, "find_recipes", "finished", "Found", changes, link)


def read(*batches: list[ChatEvent]) -> Reading:
    reading = Reading()
    for batch in batches:
        reading.read(batch)
    return reading


def test_a_step_stands_where_it_happened_whatever_the_batches_are() -> None:
    events: list[ChatEvent] = [
        Token("Let me "),
        Token("look 🍳."),
        started("1"),
        finished("1"),
        started("2"),
        finished("2", link="/pantry", changed=True),
        Token("\n\nThere "),
        Token("are leeks."),
    ]
    whole, piecemeal = read(events), read(*([event] for event in events))
    assert whole == piecemeal
    assert [part["text"] for part in whole.row("x")["parts"]] == [
        "Let me look 🍳.",
        "There are leeks.",
    ]
    steps = whole.parts[0]["steps"]
    assert [(step["look"], step["href"]) for step in steps] == [
        ("read", ""),
        ("changed", "/pantry"),
    ]


def test_a_step_that_runs_is_shown_and_what_becomes_of_it_takes_its_place() -> None:
    reading = read([started("1")])
    assert [step["look"] for step in reading.parts[0]["steps"]] == ["running"]
    reading.read([ToolProgress("1", "find_recipes", "failed", "No such recipe.", [])])
    assert [step["text"] for step in reading.parts[0]["steps"]] == ["No such recipe."]


def test_a_step_leads_nowhere_but_to_our_own_pages() -> None:
    for link in ("https://evil.example", "//evil.example", "javascript:alert(1)"):
        assert read([finished("1", link=link)]).parts[0]["steps"][0]["href"] == ""


def test_an_answer_that_failed_keeps_its_text_and_says_why() -> None:
    row = read([Token("Half"), TurnError("assistant_failed", "It broke."), Done()]).row("x")
    assert (row["parts"][0]["text"], row["problem"]) == ("Half", "It broke.")
