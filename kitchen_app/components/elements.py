"""Elements of our own, which the page's scripts define. React draws them and leaves them alone.

`tag` names the component, so it must be an identifier; `alias` is what the browser sees.
"""

from reflex_components_core.el.elements.base import BaseHTML  # type: ignore[import-untyped]


class TickList(BaseHTML):
    """Keeps what is ticked in it, for as long as the window is open (assets/recipe.js)."""

    tag = "TickList"
    alias = "tick-list"


class TimerBar(BaseHTML):
    """The timers of a recipe that run (assets/kitchen-timer.js); empty without any."""

    tag = "TimerBar"
    alias = "timer-bar"


class RecipeForm(BaseHTML):
    """Keeps what is typed through reloads and reconnects, and asks before it is lost."""

    tag = "RecipeForm"
    alias = "recipe-form"


class LineList(BaseHTML):
    """A list of lines; its pattern is the row that the script copies (assets/recipe-edit.js)."""

    tag = "LineList"
    alias = "line-list"


class Transcript(BaseHTML):
    """Scrolls, and follows what is added to its end until one scrolls up (assets/chat.js)."""

    tag = "Transcript"
    alias = "kitchen-transcript"


class Composer(BaseHTML):
    """Around the form with the question; lets go of what was typed when it has been accepted."""

    tag = "Composer"
    alias = "kitchen-composer"


class QuestionEdit(BaseHTML):
    """Around a question that is being edited; keeps what is typed until it has been accepted."""

    tag = "QuestionEdit"
    alias = "kitchen-edit"


class Passing(BaseHTML):
    """A notice, which is not shown again once it has passed (assets/notices.js)."""

    tag = "Passing"
    alias = "kitchen-notice"


class Gone(BaseHTML):
    """Has the browser forget the account (assets/account.js)."""

    tag = "Gone"
    alias = "kitchen-gone"
