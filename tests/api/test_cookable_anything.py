"""Whatever is in a kitchen, it is ranked as a slow and obvious cook with a pencil would rank it."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import Cook, Json, make_cook
from tests.servers import ApiServer

MEASURED = {"g": ("g", 1), "kg": ("g", 1000), "ml": ("ml", 1), "l": ("ml", 1000)}
PLAIN_UNITS = st.sampled_from(["g", "kg", "ml", "l", "can", None])
# Eight of the largest are no more than a pantry holds.
AMOUNTS = st.none() | st.sampled_from([0.3333, 0.999, 1, 1.5, 2, 25, 100])
WEIGHTS = st.sampled_from(["g", "kg"])


def things(*extra: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    invented = st.tuples(st.sampled_from(["zorb", "quix"]), AMOUNTS, PLAIN_UNITS, *extra)
    sugars = st.tuples(st.sampled_from(["sugar", "brown sugar"]), AMOUNTS, WEIGHTS, *extra)
    salts = st.tuples(st.just("salt"), AMOUNTS, WEIGHTS, *extra)
    return invented | sugars | salts


RECIPES = st.lists(
    st.tuples(st.none() | st.integers(1, 7), st.lists(things(), min_size=1, max_size=6)),
    min_size=1,
    max_size=5,
)
STOCK = st.lists(things(st.sampled_from([None, "2031-05-01", "2031-06-01"])), max_size=8)
QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "servings": st.integers(1, 7),
        "max_missing": st.integers(0, 3),
        "use_soon": st.just(True),
        "with": st.sampled_from(["zorb", "sugar", "brown sugar", ["quix", "zorb"]]),
        "without": st.sampled_from(["quix", "sugar", "salt", ["brown sugar", "zorb"]]),
    },
)


class Pencil:
    """Goes through the cupboard for one recipe, line by line."""

    def __init__(self, stock: list[Json]) -> None:
        self.cupboard = [
            (entry["name"], *in_grams(entry["quantity"], entry["unit"]), entry["expires_on"])
            for entry in stock
            if entry["quantity"] != 0
        ]
        self.left = [amount for _, _, amount, _ in self.cupboard]

    def judge(self, recipe: Json, servings: int | None) -> Json:
        factor = Fraction(1)
        if servings and recipe["servings"]:
            factor = Fraction(servings, recipe["servings"])
        lines = list(enumerate(recipe["ingredients"]))
        special_first = sorted(lines, key=lambda line: line[1]["name"] != "brown sugar")
        judged = {place: self._line(line, factor) for place, line in special_first}
        dates = [date for _, _, date in judged.values() if date]
        return {
            "lines": [judged[place][:2] for place, _ in lines],
            "soonest": min(dates, default="9999"),
        }

    def _line(self, line: Json, factor: Fraction) -> tuple[str, Fraction, str | None]:
        if line["name"] == "salt" or line["quantity"] == 0:
            return "to_taste", Fraction(0), None
        fitting = [at for at, entry in enumerate(self.cupboard) if does_for(entry[0], line["name"])]
        if not fitting:
            return "missing", Fraction(0), None
        date = min((self.cupboard[at][3] or "9999" for at in fitting), default=None)
        dimension, each = in_grams(line["quantity"], line["unit"])
        if each is None:
            return "have", Fraction(0), date
        rest = each * factor
        for at in sorted(fitting, key=lambda at: self.cupboard[at][0] != line["name"]):
            held = self.left[at]
            if self.cupboard[at][1] == dimension and held is not None:
                self.left[at] = held - min(rest, held)
                rest -= min(rest, held)
        if rest <= each * factor / 1000:
            return "have", Fraction(0), date
        if any(self.cupboard[at][1] != dimension for at in fitting):
            return "unknown", Fraction(0), date
        return "short", rest / (each * factor), date


def in_grams(quantity: float | None, unit: str | None) -> tuple[str | None, Fraction | None]:
    if quantity is None:
        return None, None
    dimension, factor = MEASURED.get(unit or "", (unit or "n", 1))
    return dimension, Fraction(str(quantity)) * factor


def does_for(name: str, wanted: str) -> bool:
    return name == wanted or (name, wanted) == ("brown sugar", "sugar")


def asked(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def has(recipe: Json, food: str) -> bool:
    return any(does_for(line["name"], food) for line in recipe["ingredients"])


def by_pencil(recipes: list[Json], stock: list[Json], question: Json) -> list[Any]:
    found = []
    for recipe in recipes:
        judged = Pencil(stock).judge(recipe, question.get("servings"))
        count = [status for status, _ in judged["lines"]].count
        lacking = count("missing") + count("short")
        if lacking > question.get("max_missing", 200):
            continue
        if not all(has(recipe, food) for food in asked(question.get("with"))):
            continue
        if any(has(recipe, food) for food in asked(question.get("without"))):
            continue
        soonest = judged["soonest"] if question.get("use_soon") else ""
        place = (soonest, lacking, count("unknown"), -count("have"), recipe["name"])
        found.append((place, judged["lines"]))
    return sorted(found)


def near(row: Json, lines: list[tuple[str, Fraction]], recipe: Json) -> bool:
    """`short` in the line's unit, to four decimals."""
    for line, (status, part) in zip(row["lines"], lines, strict=True):
        if line["status"] != status:
            return False
        whole = line["quantity"] or 0
        if abs((line["short"] or 0) - float(part) * whole) > 0.0002 * max(1, whole):
            return False
    return len(row["lines"]) == len(recipe["ingredients"])


@settings(max_examples=60, deadline=None)
@given(recipes=RECIPES, stock=STOCK, question=QUESTIONS)
def test_ranking_is_what_a_pencil_finds(
    server: ApiServer, recipes: list[Any], stock: list[Any], question: Json
) -> None:
    with make_cook(server) as cook:
        fill(cook, recipes, stock)
        saved = {row["name"]: row for row in cook.ok("GET", "/recipes")}
        wanted = by_pencil([*saved.values()], cook.ok("GET", "/ingredients"), question)
        found = [
            row for page in cook.pages("/recipes/cookable", limit=2, **question) for row in page
        ]
        assert [row["name"] for row in found] == [place[-1] for place, _ in wanted]
        for row, (_, lines) in zip(found, wanted, strict=True):
            assert near(row, lines, saved[row["name"]]), (row, lines)


def fill(cook: Cook, recipes: list[Any], stock: list[Any]) -> None:
    for number, (servings, lines) in enumerate(recipes):
        ingredients = [{"name": name, "quantity": q, "unit": unit} for name, q, unit in lines]
        cook.recipe(f"recipe {number}", servings=servings, ingredients=ingredients)
    for name, quantity, unit, day in stock:
        cook.stock(name, quantity, unit, expires_on=day)
