"""Naming what signed in, by the User-Agent header it sent."""

import re

UNKNOWN = "Unknown client"

# In this order: Edge says it is Chrome too, Chrome that it is Safari, an iPhone that it is a Mac.
_BROWSERS = {
    "Edge": re.compile(r"\bEdg(?:e|A|iOS)?/"),
    "Opera": re.compile(r"\bOPR/"),
    "Samsung Internet": re.compile(r"\bSamsungBrowser/"),
    "Firefox": re.compile(r"\b(?:Firefox|FxiOS)/"),
    "Chrome": re.compile(r"(?:Chrome|\bCriOS|\bChromium)/"),
    "Safari": re.compile(r"\bSafari/"),
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,39}(?=/|$)")


def client_name(user_agent: str) -> str:
    """Short and readable, of characters we chose: "Chrome on Linux", "curl", "Unknown client"."""
    browser = next((name for name, told in _BROWSERS.items() if told.search(user_agent)), None)
    if browser:
        system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), None)
        return f"{browser} on {system}" if system else browser
    program = _PROGRAM.match(user_agent)
    return program[0] if program and program[0] != "Mozilla" else UNKNOWN
