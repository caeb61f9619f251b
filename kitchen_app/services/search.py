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


def has_words(vector: Any, text: str) -> ColumnElement[bool]:
    """A tsvector has every word of the text; the last one may go on."""
    terms = foods.words(text)
    if not terms:
        return false()
    query = " & ".join((*terms[:-1], f"{terms[-1]}:*"))
    simple = cast(literal("simple"), REGCONFIG)
    matches: ColumnElement[bool] = vector.op("@@")(func.to_tsquery(simple, query))
    return matches


def similar_words(column: Any, text: str) -> ColumnElement[bool]:
    """A text has, for every word of this one, a word alike."""
    terms = foods.words(text)
    return and_(*(column.op("%>")(term) for term in terms)) if terms else false()
