"""What just happened, in a sentence."""

import reflex as rx


class Notice(rx.State):
    """`number` counts, so that the same sentence is said again."""

    text: str = ""
    number: int = 0

    def _say(self, text: str) -> None:
        self.text = text
        self.number += 1
