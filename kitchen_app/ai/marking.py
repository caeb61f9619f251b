"""What recipes, the pantry and tools say, marked for a model as data.

One JSON object with the one key `data`, whose text can neither end it nor begin a token of a chat
template: quotes and line ends are escaped as JSON has them, and so is what such tokens begin with,
`<` and `[`. The same text is always marked the same way, so that a server's prompt cache holds.
"""

import json
from collections.abc import Iterable, Iterator

from langchain_core.messages import BaseMessage, ToolMessage

_BEGINS_A_TOKEN = {ord(one): f"\\u{ord(one):04x}" for one in "<["}


def as_data(text: str) -> str:
    """This text, in one line that says it is data."""
    quoted = json.dumps(text, ensure_ascii=False).translate(_BEGINS_A_TOKEN)
    return f'{{"data": {quoted}}}'


def data_in(line: str) -> str:
    """The text that `as_data` made this line of."""
    return str(json.loads(line)["data"])


def marked(messages: Iterable[BaseMessage]) -> Iterator[BaseMessage]:
    """The same conversation, with what tools answered marked."""
    for message in messages:
        if isinstance(message, ToolMessage):
            yield message.model_copy(update={"content": as_data(str(message.text))})
        else:
            yield message
