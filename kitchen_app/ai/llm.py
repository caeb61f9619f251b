"""Which model answers."""

from langchain_core.language_models import BaseChatModel

from kitchen_app.config import Settings


def build_model(settings: Settings) -> BaseChatModel:
    """The configured model, the offline cook where none is. Loads only the one: openai is large."""
    if settings.assistant == "offline":
        from kitchen_app.ai.offline import OfflineCook

        return OfflineCook()
    from kitchen_app.ai.openai_model import build

    return build(settings)
