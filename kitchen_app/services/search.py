"""Finding by words: all of them, the last one perhaps unfinished, and a typo forgiven."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, and_, cast, false, func, literal, select
from sqlalchemy.dialects.postgresql import REGCONFIG

from kitchen_app.schemas.page import Page, read_cursor
from kitchen_app.services import foods

Item = TypeVar("Item", bound=BaseModel)

# Trigram similarity of "lasange" and "lasagne" is 0.5; of "rice" and "price" 0.4.
SIMILARITY = "0.45"
LONGEST_SEARCHED = 20_000  # characters of a text; a tsvector has room for a megabyte
WORDS, SIMILAR = "words", "similar"


def forgiving(
    connection: Connection, q: str, cursor: str | None, page: Callable[[str], Page[Item]]
) -> Page[Item]:
    """`page(WORDS)`: rows that have the words. Where there are none, `page(SIMILAR)`.

    A cursor begins with what its first page did, so that pages never mix the two.
    """
    similar = cursor is not None and read_cursor(cursor)[:1] == [SIMILAR]
    if not similar:
        found = page(WORDS)
        if found.rows or cursor or not q:
            return found
    forgive_typos(connection)
    return page(SIMILAR)


def forgive_typos(connection: Connection) -> None:
    """Set how alike `similar_words` wants words to be, for this transaction."""
    name = "pg_trgm.word_similarity_threshold"
    connection.execute(select(func.set_config(name, SIMILARITY, True)))


def vector(text: str) -> ColumnElement[Any]:
    """The words of a text for `matches` to find, as far as one can be expected to look."""
    simple = cast(literal("simple"), REGCONFIG)
    return func.to_tsvector(simple, " ".join(foods.words(text[:LONGEST_SEARCHED])))


def terms_of(text: str) -> list[str]:
    """What to look for, each word once; the last one may go on."""
    terms = foods.words(text)
    return [*dict.fromkeys(terms[:-1]), f"{terms[-1]}:*"] if terms else []


def has_words(vector: Any, text: str) -> ColumnElement[bool]:
    """A tsvector has every word of the text; the last one may go on."""
    terms = terms_of(text)
    return matches(vector, " & ".join(terms)) if terms else false()


def matches(vector: Any, query: str) -> ColumnElement[bool]:
    """A tsvector has what a query of terms asks for."""
    simple = cast(literal("simple"), REGCONFIG)
    found: ColumnElement[bool] = vector.op("@@")(func.to_tsquery(simple, query))
    return found


def similar_words(column: Any, text: str) -> ColumnElement[bool]:
    """A text has, for every word of this one, a word alike."""
    terms = foods.words(text)
    return and_(*(column.op("%>")(term) for term in terms)) if terms else false()
