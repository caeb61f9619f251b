"""Cooking a recipe takes what it wants out of the pantry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.errors import Invalid
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.cooking import NEGLIGIBLE, Cookable, Cooked, CookedLine, TakenRead
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.schemas.recipe import RecipeRead
from kitchen_app.schemas.text import plain
from kitchen_app.services import journal, matching, measures, needs, recipes
from kitchen_app.services.foods import Food
from kitchen_app.services.journal import COOK, Author
from kitchen_app.services.needs import Wanted
from kitchen_app.services.pantry import INGREDIENTS, locked_entries
from kitchen_app.services.same_foods import Names, names_of
from kitchen_app.services.stocking import Used, take


@dataclass
class _Package:
    """An entry of the pantry: `amount` is what it holds, `left` what no line takes."""

    entry: IngredientRead
    food: Food
    dimension: str
    amount: Fraction
    left: Fraction


@dataclass(frozen=True)
class _Taking:
    """So much of a package, for the line in this place."""

    place: int
    package: _Package
    amount: Fraction


def cook_recipe(
    connection: Connection,
    user: UserRead,
    recipe_id: UUID,
    *,
    servings: int | None = None,
    by: Author = COOK,
) -> Cooked:
    """Take what the recipe wants out of the pantry, as far as it is there: of a food the package
    that expires first, and of one that only does for it last.

    RecipeNotFound; Invalid where it is cooked for some, and nobody knows how many it serves.
    """
    journal.queue_up(connection, user)
    recipe = RecipeRead.model_validate_json(recipes.read_recipe(connection, user, recipe_id))
    if servings and not recipe.servings:
        raise Invalid(f"{recipe.name} does not say how many it serves, so it cannot be scaled.")
    checked = matching.check_recipe(connection, user, recipe_id, servings=servings)
    found = Cookable.model_validate_json(checked)
    names = names_of(connection, user)
    wants = needs.wanted([line.model_dump() for line in recipe.ingredients], names)
    packages = _packages(connection, user, {want.food.key for want in wants}, names)
    factor = Fraction(servings, recipe.servings) if servings and recipe.servings else Fraction(1)
    return _cooked(connection, user, found, [*_serve(wants, packages, factor)], by)


def taken_from_each(cooked: Cooked) -> list[TakenRead]:
    """What came out of each entry, whichever lines it was for."""
    entries: dict[UUID, TakenRead] = {}
    for one in (taken for line in cooked.lines for taken in line.taken):
        before = entries.get(one.ingredient_id)
        quantity = one.quantity + (before.quantity if before else 0)
        entries[one.ingredient_id] = one.model_copy(update={"quantity": quantity})
    return [*entries.values()]


def _packages(
    connection: Connection, user: UserRead, keys: Iterable[str], names: Names
) -> list[_Package]:
    """What the pantry has of these foods in known amounts, locked; the first to expire first."""
    entries = locked_entries(connection, user, INGREDIENTS.c.food_kinds.overlap(list(keys)))
    packages = []
    for entry in entries:
        food = names.identify(entry.name)
        measured = measures.measure(food.key, entry.quantity, entry.unit)
        if measured is not None and measured.amount > 0:
            amount = Fraction(measured.amount)
            packages.append(_Package(entry, food, measured.dimension, amount, amount))
    return packages


def _serve(
    wants: Sequence[Wanted], packages: Sequence[_Package], factor: Fraction
) -> Iterator[_Taking]:
    """The lines take in turn: first those whose food does for others and that take no other."""
    for place, want in sorted(enumerate(wants), key=lambda line: -len(line[1].food.kinds)):
        wanted = Fraction(want.amount) * factor
        rest = wanted
        for package in _fitting(want, packages):
            amount = min(rest, package.left)
            if amount and rest > wanted * Fraction(NEGLIGIBLE):
                package.left -= amount
                rest -= amount
                yield _Taking(place, package, amount)


def _fitting(want: Wanted, packages: Sequence[_Package]) -> list[_Package]:
    found = [
        package
        for package in packages
        if package.dimension == want.dimension and want.food.key in package.food.kinds
    ]
    return sorted(found, key=lambda package: _rank(want, package))


def _rank(want: Wanted, package: _Package) -> tuple[bool, date, UUID]:
    only_does = package.food.key not in want.food.kinds
    return only_does, package.entry.expires_on or date.max, package.entry.id


def _cooked(
    connection: Connection,
    user: UserRead,
    found: Cookable,
    takings: Sequence[_Taking],
    by: Author,
) -> Cooked:
    """Write what was taken, once for each package; less than the pantry can count is nothing."""
    packages = {taking.package.entry.id: taking.package for taking in takings}
    used = {
        entry_id: take(connection, user, package.entry, amount, by)
        for entry_id, package in packages.items()
        if (amount := _in_its_unit(package))
    }
    lines = []
    for place, line in enumerate(found.lines):
        taken = [
            _read(taking, used[taking.package.entry.id])
            for taking in takings
            if taking.place == place and taking.package.entry.id in used
        ]
        lines.append(CookedLine(**line.model_dump(), taken=taken))
    whole = found.model_dump(include={"id", "name", "servings"})
    return Cooked(**whole, lines=lines, change_ids=[one.change for one in used.values()])


def _in_its_unit(package: _Package) -> Decimal:
    """What all lines take of a package."""
    whole = package.entry.quantity or Decimal(0)
    return whole - _rounded(whole, package.left / package.amount)


def _read(taking: _Taking, used: Used) -> TakenRead:
    entry, whole = taking.package.entry, taking.package.entry.quantity or Decimal(0)
    return TakenRead(
        ingredient_id=entry.id,
        name=entry.name,
        quantity=_rounded(whole, taking.amount / taking.package.amount),
        unit=entry.unit,
        left=used.left,
    )


def _rounded(whole: Decimal, part: Fraction) -> Decimal:
    share = Fraction(whole) * part
    return plain(Decimal(share.numerator) / share.denominator)
