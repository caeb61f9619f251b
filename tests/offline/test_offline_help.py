"""What it is, what it can do, and manners."""

from collections.abc import Callable
from typing import Any

import pytest

from kitchen_app.ai.offline import replies

ASKED = [
    "help",
    "Help!",
    "help me",
    "help please",
    "can you help me?",
    "what can you do",
    "What can you do?",
    "what can you do for me",
    "what do you understand",
    "what do you know",
    "how do I use this",
    "how does this work",
    "how does it work?",
    "how do I start",
    "how do i get started",
    "what can I ask",
    "what can I ask you?",
    "what can I say here",
    "commands",
    "what are your commands",
    "what are your features",
    "examples",
    "give me some examples",
    "show me what you can do",
    "show me some examples",
    "I'm lost",
    "i'm new here",
    "who are you",
    "who are you?",
    "what are you",
    "are you ChatGPT",
    "are you chatgpt?",
    "are you an AI?",
    "are you a bot",
    "are you a robot?",
    "are you human?",
    "are you a real person",
    "are you a language model?",
    "which model are you",
    "what model is this?",
    "what's your name?",
    "introduce yourself",
    "tell me about yourself",
    "do you use openai?",
    "is this chatgpt?",
    "how do i connect a model",
    "are you gpt-4?",
    "r u a bot",
    "hey, what can you do?",
    "tell me what you can do",
]

SMALL_TALK = [
    ("hello", replies.HELLO),
    ("Hi", replies.HELLO),
    ("hi there!", replies.HELLO),
    ("hey", replies.HELLO),
    ("hello chef", replies.HELLO),
    ("good morning", replies.HELLO),
    ("good evening!", replies.HELLO),
    ("hi :)", replies.HELLO),
    ("yo", replies.HELLO),
    ("how are you?", replies.HELLO),
    ("thanks", replies.WELCOME),
    ("thank you", replies.WELCOME),
    ("thank you so much!", replies.WELCOME),
    ("thx", replies.WELCOME),
    ("cheers", replies.WELCOME),
    ("ok thanks", replies.FINE),
    ("great, thanks!", replies.FINE),
    ("perfect", replies.FINE),
    ("ok", replies.FINE),
    ("got it", replies.FINE),
    ("never mind", replies.FINE),
    ("bye", replies.FINE),
    ("undo", replies.UNDO),
    ("undo that", replies.UNDO),
    ("oops", replies.UNDO),
    ("that was a mistake", replies.UNDO),
]


@pytest.mark.parametrize("said", ASKED)
def test_it_says_what_it_is_and_what_it_can_do(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said)
    assert calls == []
    assert "built-in offline cook" in text
    assert "by rules, I am not a language model" in text
    assert "OPENAI_API_KEY or OPENAI_BASE_URL connects one" in text
    assert text.count("\n- ") == 9


@pytest.mark.parametrize(("said", "answer"), SMALL_TALK)
def test_it_has_manners(hear: Callable[..., Any], said: str, answer: str) -> None:
    assert hear(said) == (answer, [])


def test_there_are_at_least_forty_ways_to_say_it() -> None:
    assert len(set(ASKED)) >= 40
