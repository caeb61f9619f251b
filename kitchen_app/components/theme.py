"""The house's look, made once: colour roles for light and dark, type, spacing, shape.

The roles become CSS custom properties (`stylesheet`), which assets/*.css uses by name. Every pair
of INK_ON is at least AA in both themes; a test computes it.
"""

FONT_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
    "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}

LIGHT = {
    "paper": "#faf5eb",  # the page
    "card": "#fffdf8",  # what lies on it
    "sunken": "#f2e9da",  # wells: tracks, code, the cook's own words
    "line": "#e4d6c0",
    "edge": "#8f7b67",  # around what can be filled in or pressed
    "ink": "#33261c",
    "soft": "#66553f",  # quieter ink, still readable
    "clay": "#98401a",  # links and what can be pressed
    "on-clay": "#fffaf3",
    "clay-soft": "#f7e3d5",  # chosen, current
    "herb": "#3c6729",  # well, in stock
    "herb-soft": "#e4eed8",
    "amber": "#7d5200",  # soon, low
    "amber-soft": "#fbeac6",
    "plum": "#972335",  # not well, gone off, delete
    "plum-soft": "#f9e1e2",
    "shade": "rgb(64 42 24 / 0.14)",  # under what floats
    "veil": "rgb(40 26 16 / 0.45)",  # behind a dialog
}
DARK = {
    "paper": "#1c1613",
    "card": "#27201b",
    "sunken": "#332a24",
    "line": "#43372e",
    "edge": "#937f6c",
    "ink": "#f3e8d8",
    "soft": "#c3b29e",
    "clay": "#f0a177",
    "on-clay": "#2a1508",
    "clay-soft": "#4a2d1e",
    "herb": "#a9cd90",
    "herb-soft": "#2c3a24",
    "amber": "#ecc270",
    "amber-soft": "#42341b",
    "plum": "#f4a3aa",
    "plum-soft": "#4b252a",
    "shade": "rgb(0 0 0 / 0.45)",
    "veil": "rgb(0 0 0 / 0.6)",
}

# Ink role -> the grounds it may stand on.
INK_ON = {
    "ink": ("paper", "card", "sunken", "clay-soft", "herb-soft", "amber-soft", "plum-soft"),
    "soft": ("paper", "card", "sunken"),
    "clay": ("paper", "card", "sunken", "clay-soft"),
    "on-clay": ("clay",),
    "herb": ("paper", "card", "herb-soft"),
    "amber": ("paper", "card", "amber-soft"),
    "plum": ("paper", "card", "plum-soft"),
}

SHAPE = {
    "serif": '"Fraunces", "Iowan Old Style", Palatino, P052, Georgia, serif',
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    "mono": 'ui-monospace, "Cascadia Mono", Menlo, monospace',
    "t-small": "0.875rem",
    "t-body": "1.0625rem",
    "t-lead": "1.25rem",
    "t-head": "1.5rem",
    "t-title": "clamp(1.875rem, 1.5rem + 1.6vw, 2.5rem)",
    "s1": "0.25rem",
    "s2": "0.5rem",
    "s3": "0.75rem",
    "s4": "1rem",
    "s5": "1.5rem",
    "s6": "2rem",
    "s7": "3rem",
    "round": "14px",
    "round-small": "9px",
    "touch": "2.75rem",  # the least a finger hits
    "text": "42rem",  # the widest column of prose
    "wide": "72rem",  # the widest page
}


def stylesheet() -> str:
    """The roles as CSS custom properties; html.light and html.dark overrule the system."""
    return "".join(
        (
            *(_font(name, spread) for name, spread in FONT_RANGES.items()),
            f":root{{color-scheme:light;{_properties(SHAPE | LIGHT)}}}",
            f"@media(prefers-color-scheme:dark){{:root:not(.light){{{_dark()}}}}}",
            f":root.dark{{{_dark()}}}",
        )
    )


def _dark() -> str:
    return f"color-scheme:dark;{_properties(DARK)}"


def _properties(roles: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in roles.items())


def _font(name: str, spread: str) -> str:
    """Optional: text never waits for its font, and never jumps when it comes."""
    return (
        "@font-face{font-family:Fraunces;font-weight:100 900;font-display:optional;"
        f'src:url(/fonts/fraunces-{name}.woff2) format("woff2");unicode-range:{spread}}}'
    )
