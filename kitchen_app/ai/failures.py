"""What a cook may know of a model's failure."""

import openai
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError

from kitchen_app.errors import TurnFailed


def turn_failure(error: Exception) -> TurnFailed:
    """A code and a sentence of our own: the provider's text may hold a key."""
    if isinstance(error, TurnFailed):
        return error
    for kind, code, detail in _FAILURES:
        if isinstance(error, kind):
            return TurnFailed(code, detail)
    return TurnFailed("assistant_failed", "The assistant could not answer. Ask again.")


_KEY_REFUSED = "The model refused this kitchen's API key. Whoever runs the kitchen can change it."
_TOO_SLOW = "The model did not answer in time. Try again."
_FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (
        openai.AuthenticationError,
        "assistant_misconfigured",
        _KEY_REFUSED,
    ),
    (
        openai.PermissionDeniedError,
        "assistant_misconfigured",
        _KEY_REFUSED,
    ),
    (
        openai.NotFoundError,
        "assistant_misconfigured",
        "The configured model does not exist. Whoever runs the kitchen can choose another.",
    ),
    (
        openai.RateLimitError,
        "assistant_busy",
        "The model has too much to do, or its quota is used up. Try again in a minute.",
    ),
    (
        openai.BadRequestError,
        "assistant_refused",
        "The model would not take this conversation. Start a new session, or ask differently.",
    ),
    (
        openai.APITimeoutError,
        "assistant_unreachable",
        _TOO_SLOW,
    ),
    (
        TimeoutError,
        "assistant_unreachable",
        _TOO_SLOW,
    ),
    (
        openai.APIConnectionError,
        "assistant_unreachable",
        "The model cannot be reached. Try again in a minute.",
    ),
    (
        ModelCallLimitExceededError,
        "assistant_going_round",
        "The assistant went round in circles and was stopped. Ask for less at once.",
    ),
    (
        openai.APIStatusError,
        "assistant_unavailable",
        "The model is out of order. Try again in a minute.",
    ),
)
