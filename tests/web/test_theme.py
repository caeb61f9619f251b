"""The house's look, computed: every ink is readable on every ground it may stand on."""

import re
from itertools import chain
from pathlib import Path

import pytest

from kitchen_app.components import theme

ROOT = Path(__file__).parents[2]
STYLES = sorted((ROOT / "assets").glob("*.css"))
SOURCES = [*(ROOT / "assets").glob("*.*s"), *(ROOT / "kitchen_app").rglob("*.py")]
THEMES = {"light": theme.LIGHT, "dark": theme.DARK}
TEXT, EDGE = 4.5, 3.0  # WCAG AA
PAIRS = [
    *((ink, ground, TEXT) for ink, grounds in theme.INK_ON.items() for ground in grounds),
    *(("edge", ground, EDGE) for ground in ("paper", "card")),
]
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|"
    r"(?<=[\s:,(])(?:black|white|gr[ae]y|red|green|blue|orange|yellow|brown|silver|gold)(?=[\s;,)!])",
    re.IGNORECASE,
)
NOT_STYLE = re.compile(r"/\*.*?\*/|@media print \{.*?\n\}|url\([^)]*\)", re.DOTALL)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_ink_is_readable_where_it_may_stand(
    name: str, ink: str, ground: str, least: float
) -> None:
    roles = THEMES[name]
    assert contrast(roles[ink], roles[ground]) >= least


def test_light_and_dark_have_the_same_roles() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()
    assert {*theme.INK_ON, *chain(*theme.INK_ON.values())} <= theme.LIGHT.keys()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_has_no_colour_of_its_own(path: Path) -> None:
    assert LITERAL.findall(NOT_STYLE.sub("", path.read_text())) == []


def test_every_property_that_is_used_is_set_somewhere() -> None:
    """By the theme, or beside its use."""
    texts = [theme.stylesheet(), *(path.read_text() for path in SOURCES)]
    known = set(re.findall(r"--([\w-]+)[\"']?[:,]", "\n".join(texts)))
    used = {
        (path.name, name)
        for path in STYLES
        for name in re.findall(r"var\(--([\w-]+)", path.read_text())
    }
    assert {(path, name) for path, name in used if name not in known} == set()


def contrast(one: str, other: str) -> float:
    """WCAG 2: between 1 and 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
