"""A conversation in which a test says both sides."""

from tests.factories import Cook, Json
from tests.fake_openai import Asked, FakeModel, say


class Talk:
    """A cook's session, in which the model answers what the test says."""

    def __init__(self, cook: Cook, model: FakeModel) -> None:
        self.cook = cook
        self.model = model
        self.id: str = ""
        self.heard: list[Asked] = []

    def ask(self, question: str, answer: str, *, replaces: str | None = None) -> Json:
        """The stored question and answer."""
        script = self.model.script(say(answer))
        told = self.cook.ask(script.question(question), self.id or None, replaces=replaces)
        self.id = told.session_id
        self.heard += script.asked
        return self.messages()[-1]

    def again(self, message_id: str | None = None, *, answer: str) -> Json:
        """The new answer to a question that was asked before."""
        script = self.model.scripts[self._mark(message_id)]
        script.replies = (*script.replies[: len(script.asked)], say(answer))
        self.cook.answer_again(self.id, message_id)
        self.heard.append(script.asked[-1])
        return self.messages()[-1]

    def _mark(self, message_id: str | None) -> str:
        shown = self.messages()
        answer = message_id or shown[-1]["id"]
        at = [message["id"] for message in shown].index(answer)
        return str(shown[at - 1]["content"]).partition("⟦")[2].rstrip("⟧")

    def show(self, message_id: str) -> None:
        self.cook.ok("PATCH", f"/chat/sessions/{self.id}", {"version": message_id})

    def messages(self) -> list[Json]:
        found: list[Json] = self.cook.session(self.id)["messages"]
        return found

    def shown(self) -> list[str]:
        """What the conversation says, without the marks."""
        return [words(message["content"]) for message in self.messages()]

    def told(self) -> list[str]:
        """What the model was told of the conversation the last time, without the system prompt."""
        said = [one for one in self.heard[-1].messages if one["role"] in ("user", "assistant")]
        return [words(one["content"]) for one in said]


def words(text: str) -> str:
    return text.partition(" ⟦")[0]
