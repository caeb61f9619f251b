"""When Python looks for what is kept only by itself: a page that was closed is such a ring."""

import gc

THRESHOLD = (50_000, 1, 1)  # objects, and collections of the younger generation


def seldom() -> None:
    """Walking everything ever imported, again and again, is a fifth of what a start takes."""
    gc.set_threshold(*THRESHOLD)


def settle() -> None:
    """What is there by now stays: take it out of the way. To walk it makes the slowest answers."""
    gc.collect()
    gc.freeze()
