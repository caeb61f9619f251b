"""A cook who has lived with the kitchen for a while: pantry, cookbook and chats."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.factories import Cook, Json
from tests.fake_openai import Call, FakeModel, call, say
from tests.web.episodes import live

HOUSEHOLD: Json = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())


def move_in(cook: Cook, model: FakeModel) -> None:
    """Fill their kitchen; `model` is the one behind it."""
    for line in HOUSEHOLD["pantry"].split("\n"):
        if line.strip():
            cook.ok("POST", "/ingredients", _item(line))
    for recipe in reversed(HOUSEHOLD["recipe"]):
        lines = [_line(line) for line in recipe["ingredients"].split("\n") if line.strip()]
        cook.ok("POST", "/recipes", recipe | {"ingredients": lines})
    for same in HOUSEHOLD["same"]:
        cook.ok("PUT", "/foods/same", same)
    for chat in reversed(HOUSEHOLD["chat"]):
        _chat(cook, model, chat)
    live(cook, model)


def _item(line: str) -> Json:
    quantity, unit, name, days, low = _cells(line)
    expires = date.today() + timedelta(days=int(days)) if days else None  # noqa: DTZ011 (the cook's)
    return {
        "name": name,
        "quantity": _number(quantity),
        "unit": unit,
        "expires_on": expires and expires.isoformat(),
        "low_at": _number(low),
    }


def _line(line: str) -> Json:
    quantity, unit, name, note = _cells(line)
    return {"name": name, "quantity": _number(quantity), "unit": unit, "note": note}


def _chat(cook: Cook, model: FakeModel, chat: Json) -> None:
    words = chat["answer"].strip().split(" ")
    answer = say(*(f"{word} " for word in words[:-1]), words[-1])
    calls = [call(*(Call(**one) for one in chat.get("calls", ())))] if "calls" in chat else []
    model.scripts[chat["question"]] = model.script(*calls, answer)
    asked = cook.ask(chat["question"])
    cook.ok("PATCH", f"/chat/sessions/{asked.session_id}", {"title": chat["question"]})


def _cells(line: str) -> list[Any]:
    return [cell.strip() or None for cell in line.split("|")]


def _number(text: str | None) -> float | None:
    return float(text) if text else None
