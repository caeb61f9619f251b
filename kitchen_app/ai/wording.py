"""Lists and numbers in sentences."""

from collections.abc import Sequence, Sized


def listed(names: Sequence[str]) -> str:
    """milk, eggs and rice"""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(things: Sized, name: str) -> str:
    """1 step, 2 steps"""
    return f"{len(things)} {name}" if len(things) == 1 else f"{len(things)} {name}s"


def found(things: Sized, *, more: bool = False) -> str:
    """What a search came to; `more` where these are only the first."""
    if not things:
        return "none found"
    return f"more than {len(things)} found" if more else f"{len(things)} found"
