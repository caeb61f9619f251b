"""Which model answers."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage

from kitchen_app.ai.completion import Say
from kitchen_app.config import Settings


class Model(BaseChatModel):
    """A chat model that thinks aloud. `provider` is what OpenTelemetry calls who runs it."""

    provider: ClassVar[str]

    @abstractmethod
    async def reply(
        self, messages: Sequence[BaseMessage], tools: list[dict[str, Any]], say: Say
    ) -> AIMessage:
        """The next message of the conversation; its text is said as it comes.

        `tools` are as OpenAI describes them. TurnFailed where it cannot answer.
        """


def build_model(settings: Settings) -> Model:
    """The configured model, the offline cook where none is. Loads only the one: openai is large."""
    if settings.assistant == "offline":
        from kitchen_app.ai.offline import OfflineCook

        return OfflineCook()
    from kitchen_app.ai.openai_model import build

    return build(settings)
