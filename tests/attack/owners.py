"""A cook who owns one of everything, and what each of it is called."""

from dataclasses import dataclass

from kitchen_app.security import COOKIE
from tests.factories import Cook, Kitchen, make_cook, rows_of

LISTS = ("/recipes", "/ingredients", "/chat/sessions", "/changes", "/recipes/cookable")


@dataclass(frozen=True)
class Owner:
    """`ids` is by kind: what a request may name of theirs. All they own has one word in it."""

    cook: Cook
    cookie: str
    ids: dict[str, str]

    def rows(self) -> list[tuple[str, str]]:
        """Everything of theirs in the database."""
        return rows_of(self.cook.server, self.cook)


def make_owner(kitchen: Kitchen, word: str, *, alias: str, name: str | None = None) -> Owner:
    """One whose every text has this word in it, but `alias`, which names a food of theirs."""
    cook = make_cook(kitchen, name, kind="page")
    cook.event_hooks = {"response": []}
    cookie = cook.post("/auth/cookie").cookies[COOKIE]
    cook.cookies.clear()
    recipe = cook.recipe(f"{word} soup", uses=[word], steps=[word], tags=[word], servings=4)
    item = cook.stock(f"{word} flour", 1, "kg", category=word, expires_on="2026-01-01")
    same = cook.ok("PUT", "/foods/same", {"name": alias, "same_as": f"{word} seed"})
    ids = {
        "user": str(cook.id),
        "login": str(cook.login_id),
        "recipe": recipe["id"],
        "item": item["id"],
        "food": same["name"],
    }
    return Owner(cook, cookie, ids | _talked(cook, word))


def with_places(owner: Owner, word: str) -> Owner:
    """The same, with what names a place in each of their lists, and a request that they made."""
    cook = owner.cook
    owner.ids["key"] = "a-key-of-theirs"
    key = {"Idempotency-Key": owner.ids["key"]}
    bread = {"name": f"{word} bread", "ingredients": [f"1 kg {word} flour"]}
    cook.ok("POST", "/recipes", bread, headers=key)
    cook.stock(f"{word} salt", 1, "g")
    _ask(cook, f"{word}?")
    for path in LISTS:
        following = cook.get(path, params={"limit": 1}).links["next"]["url"]
        owner.ids[f"cursor of {path}"] = following.partition("cursor=")[2].partition("&")[0]
    return owner


def _talked(cook: Cook, word: str) -> dict[str, str]:
    """What the assistant has done, and what it proposed before it was stopped."""
    _ask(cook, f"I bought 3 {word} loaves")
    session = _last_session(cook)
    question, answer = cook.session(session)["messages"]
    cook.ok("PATCH", "/auth/me", {"asks_first": True})
    with cook.stream("POST", "/chat/send", json={"message": f"I bought 5 {word} loaves"}) as asked:
        lines = asked.iter_lines()
        assert any('"proposed"' in line for line in lines)
        cook.stop(_last_session(cook))
        assert any('"done"' in line for line in lines)
    cook.ok("PATCH", "/auth/me", {"asks_first": False})
    proposal = cook.last_message(_last_session(cook))
    return {
        "session": session,
        "question": question["id"],
        "answer": answer["id"],
        "event": f"{answer['id']}:1",
        "call": answer["steps"][0]["id"],
        "change": answer["steps"][0]["change_ids"][0],
        "proposal": proposal["id"],
        "proposed": proposal["steps"][0]["id"],
    }


def _last_session(cook: Cook) -> str:
    return str(cook.ok("GET", "/chat/sessions")[0]["id"])


def _ask(cook: Cook, message: str) -> None:
    with cook.stream("POST", "/chat/send", json={"message": message}) as answer:
        answer.read()
