"""Requests that may be sent again: the second time the first answer is given, and nothing is done.

A key is claimed in the transaction of the work that it stands for. So whoever comes with the same
key meanwhile waits for its end, and what failed may be tried again.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from kitchen_app.errors import IdempotencyKeyReused
from kitchen_app.models import RequestKey
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.rendering import table_of

T = TypeVar("T")

KEYS = table_of(RequestKey)
KEPT_FOR = timedelta(hours=24)

_OF_USER = KEYS.c.user_id == bindparam("user")
_EXPIRED = (
    select(KEYS.c.key)
    .where(_OF_USER, KEYS.c.created_at <= func.now() - KEPT_FOR)
    .with_for_update(skip_locked=True)  # whoever has it deletes it
)
_FORGET = delete(KEYS).where(_OF_USER, KEYS.c.key.in_(_EXPIRED))
_NEW = insert(KEYS).values(
    user_id=bindparam("user"), key=bindparam("key"), request=bindparam("request")
)
_CLAIM = _NEW.on_conflict_do_update(  # and not do_nothing, which would not lock and return the row
    index_elements=[KEYS.c.user_id, KEYS.c.key], set_={"key": _NEW.excluded.key}
).returning(KEYS.c.request, KEYS.c.result)
_KEEP = (
    update(KEYS)
    .where(and_(_OF_USER, KEYS.c.key == bindparam("of_key")))
    .values(result=bindparam("kept", type_=KEYS.c.result.type))
)


def once(
    connection: Connection,
    user: UserRead,
    key: str,
    request: str,
    service: Callable[..., T],
    work: Callable[[Connection, UserRead], T],
) -> tuple[T, bool]:
    """Do `work`, which is to call `service`, or give what it returned the first time; and whether
    it is that.

    `request` tells this request from others: IdempotencyKeyReused where the key came with one of
    those. A key is kept for KEPT_FOR.
    """
    connection.execute(_FORGET, {"user": user.id})
    claim = {"user": user.id, "key": key, "request": request}
    known = connection.execute(_CLAIM, claim).one()
    if known.request != request:
        raise IdempotencyKeyReused(key)
    returned = _returned_by(service)
    if known.result is not None:
        return returned.validate_python(known.result[0]), True
    result = work(connection, user)
    kept = [returned.dump_python(result, mode="json")]
    connection.execute(_KEEP, {"user": user.id, "of_key": key, "kept": kept})
    return result, False


@lru_cache(64)
def _returned_by(service: Callable[..., T]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(service)["return"])
