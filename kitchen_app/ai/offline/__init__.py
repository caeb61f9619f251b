"""The offline cook: answers by rules when no language model is connected."""

from kitchen_app.ai.offline.model import OfflineCook

__all__ = ["OfflineCook"]
