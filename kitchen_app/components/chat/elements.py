"""Elements of our own: what they do in the browser is in assets/chat.js."""

from reflex_base.components.component import Component


class Transcript(Component):
    """Scrolls, and follows what is added to its end until one scrolls up."""

    library = "$/public/elements.js"
    tag = "Transcript"


class Composer(Component):
    """Around the form with the question; lets go of what was typed when it has been accepted."""

    library = "$/public/elements.js"
    tag = "Composer"
