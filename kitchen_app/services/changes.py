"""Reading the journal of writes."""

from sqlalchemy import Connection, select

from kitchen_app.models import Change
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.change import ChangeQuery, ChangeRead
from kitchen_app.schemas.page import Page
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.rendering import json_object, table_of

CHANGES = table_of(Change)
CHANGE_JSON = json_object(CHANGES.c, tuple(ChangeRead.model_fields))


def list_changes(connection: Connection, user: UserRead, query: ChangeQuery) -> Page[ChangeRead]:
    """One page of the user's writes, newest first."""
    return fetch_page(
        connection,
        select(CHANGE_JSON).where(CHANGES.c.user_id == user.id),
        ChangeRead,
        query,
        sort=CHANGES.c.created_at,
        row_id=CHANGES.c.id,
        shape=("changes",),
    )
