"""The answer that is being written, kept so that each flush sends little of it.

A var goes over the wire whole. So the text lies in four, by age: what came last is folded into the
next one when it has grown, and an answer costs a few times its own length instead of hundreds.
"""

from copy import deepcopy

import reflex as rx

from kitchen_app.states.transcript import Part, Reading

MOST = (64, 512, 4_096)  # characters, of all but the oldest


class Answer(rx.State):
    """`parts` is all before the last step; then `settled`, `earlier`, `recent` and `latest`.

    `waits` while the cook is asked something.
    """

    parts: list[Part] = []
    settled: str = ""
    earlier: str = ""
    recent: str = ""
    latest: str = ""
    waits: bool = False

    def _draw(self, reading: Reading) -> None:
        """Show the answer as far as it has been read."""
        if self.parts != reading.parts:
            self.parts, self.waits = deepcopy(reading.parts), reading.waits
        shown = (self.latest, self.recent, self.earlier, self.settled)
        drawn = _grown(shown, reading.text)
        for name, before, now in zip(_AGES, shown, drawn, strict=True):
            if now != before:
                setattr(self, name, now)

    def _clear(self) -> None:
        self._draw(Reading())


_AGES = ("latest", "recent", "earlier", "settled")


def _grown(pieces: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The pieces, latest first, of a text that has grown; of another text, its own."""
    shown = "".join(reversed(pieces))
    if not text.startswith(shown):
        shown, pieces = "", ("",) * len(pieces)
    grown = [pieces[0] + text[len(shown) :], *pieces[1:]]
    for age, most in enumerate(MOST):
        if len(grown[age]) > most:
            grown[age + 1] += grown[age]
            grown[age] = ""
    return tuple(grown)
