"""When Python looks for what is kept only by itself: a page that was closed is such a ring."""

import gc

THRESHOLD = (50_000, 1, 1)  # objects, and collections of the younger generation


def seldom() -> None:
    """Else a start walks what it has imported again and again."""
    gc.set_threshold(*THRESHOLD)


def settle() -> None:
    """What is there by now stays, and to walk it makes the slowest answers: walk it no more."""
    gc.collect()
    gc.freeze()
