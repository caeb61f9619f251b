"""What an answer has said so far: told to its readers at once, kept by and by."""

from kitchen_app.ai.events import EventLog
from kitchen_app.errors import TurnFailed
from kitchen_app.schemas.chat import Token
from kitchen_app.schemas.text import storable

LONGEST_ANSWER = 200_000  # characters


class Said:
    """`length` is the text's in characters, `kept` how many of them are stored."""

    def __init__(self, log: EventLog) -> None:
        self.length = 0
        self.kept = 0
        self._log = log
        self._pieces: list[str] = []
        self._new_paragraph = False

    def say(self, text: str) -> None:
        """Add to the answer; TurnFailed where it grows too long."""
        text = storable(text)
        if self.length + len(text) > LONGEST_ANSWER:
            raise TurnFailed("assistant_too_long", "The answer grew too long and was stopped.")
        if self._new_paragraph and self.length:
            text = f"\n\n{text.lstrip()}"
        self._new_paragraph = False
        self._pieces.append(text)
        self.length += len(text)
        self._log.append(Token(text))

    def begin_paragraph(self) -> None:
        """What is said next stands apart: a tool was called in between."""
        self._new_paragraph = True

    @property
    def text(self) -> str:
        """All of it."""
        self._pieces = ["".join(self._pieces)]
        return self._pieces[0]
