"""Logins, for who keeps the kitchen."""

from uuid import UUID

from kitchen_app.admin.cooks import logins_ended
from kitchen_app.admin.door import opened
from kitchen_app.admin.paper import minute, say, say_json, say_table
from kitchen_app.errors import Invalid
from kitchen_app.services import cooks

HEAD = ("COOK", "KIND", "CLIENT", "MADE", "LAST USED", "EXPIRES", "LOGIN")


def list_logins(name: str | None, *, as_json: bool) -> int:
    with opened() as database, database.transaction() as connection:
        cook = cooks.find_cook(connection, name) if name else None
        found = cooks.list_logins(connection, cook)
    if as_json:
        say_json(found)
        return 0
    rows = []
    for one in found:
        times = (minute(time) for time in (one.created_at, one.seen_at, one.expires_at))
        rows.append((one.cook, one.kind, one.client, *times, str(one.id)))
    say_table(HEAD, rows)
    return 0


def end(login: str) -> int:
    try:
        login_id = UUID(login)
    except ValueError:
        raise Invalid(f"{login!a} is not a login's id: `logins list` shows them.") from None
    with opened() as database, database.transaction() as connection:
        cook = cooks.end_login(connection, login_id)
    say(f"That login of {cook}'s has ended.")
    return 0


def end_all(name: str) -> int:
    with opened() as database, database.transaction() as connection:
        cook = cooks.find_cook(connection, name)
        ended = cooks.end_all_logins(connection, cook)
    say(logins_ended(ended))
    return 0
