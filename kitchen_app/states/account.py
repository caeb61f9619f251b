"""The cook's own account: where it is signed in, its password, and its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import reflex as rx
from pydantic import ValidationError

from kitchen_app.errors import Unavailable, WrongCredentials
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.auth import AccountDeletion, LoginRead, MeUpdate, PasswordChange
from kitchen_app.services import auth, logins, preferences
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.door import Door
from kitchen_app.states.same_foods import SameFoods
from kitchen_app.states.sentences import wrong_fields


class Account(CookState, rx.State):
    """`wrong` maps a field's name to what is wrong with it; `saved` counts changed passwords."""

    username: str = ""
    since: str = ""
    logins: list[dict[str, Any]] = []
    wrong: dict[str, str] = {}
    saved: int = 0
    model: dict[str, str] = {}
    asks_first: bool = False
    gone: bool = False
    away: str = ""

    @handler
    async def open(self) -> Any:
        try:
            me = await self._as_cook(preferences.read_me)
        except Unavailable as error:
            self.away = error.detail
            return None
        (await self.get_state(Door)).reset()
        self.away = ""
        self.username, self.since = me.username, f"{me.created_at:%-d %B %Y}"
        self.asks_first, self.wrong = me.asks_first, {}
        await self._list_logins()
        await (await self.get_state(SameFoods))._open()
        return Account.look

    @handler(background=True)
    async def look(self) -> None:
        """Ask the assistant's model how it is; that may take seconds."""
        await self._as_cook(auth.read_me)
        status = await kitchen().assistant_status()
        async with self:
            self.model = {
                "state": status.state,
                "name": status.model or "",
                "detail": status.detail,
            }

    @handler
    async def ask_first(self, on: bool) -> None:
        """Whether the assistant asks before it changes anything."""
        me = await self._as_cook(preferences.update_me, MeUpdate(asks_first=on))
        self.asks_first = me.asks_first

    @handler
    async def change_password(self, form: dict) -> None:
        """Everywhere else the account is signed out then."""
        try:
            data = PasswordChange(
                current_password=form.get("current_password", ""),
                new_password=form.get("new_password", ""),
            )
            await kitchen().accounts.change_password(self._claims(), data)
        except ValidationError as error:
            self.wrong = wrong_fields(error)
            return
        except WrongCredentials:
            self.wrong = {"current_password": "That is not your password."}
            return
        self.wrong = {}
        self.saved += 1
        (await self.get_state(Door)).reset()
        await self._list_logins()
        await self._notify("Your password is changed. Other devices are logged out.")

    @handler
    async def end_login(self, login_id: str) -> None:
        """Sign out somewhere else."""
        await self._as_cook(logins.end_login, as_id(login_id))
        await self._list_logins()
        await self._notify("That device is logged out.")

    @handler
    async def delete(self, form: dict) -> None:
        """Remove the account with everything in it."""
        try:
            data = AccountDeletion(password=form.get("password", ""))
            await kitchen().accounts.delete(self._claims(), data.password)
        except WrongCredentials:
            self.wrong = {"password": "That is not your password."}
            return
        self.reset()
        self.gone = True

    async def _list_logins(self) -> None:
        claims = self._claims()
        found = await self._as_cook(logins.list_logins, current=claims.login_id)
        self.logins = [_row(login) for login in found]


def _row(login: LoginRead) -> dict[str, Any]:
    return {
        "id": str(login.id),
        "client": login.client if login.kind == "page" else f"{login.client} (API)",
        "seen": _ago(datetime.now(UTC) - login.seen_at),
        "current": login.current,
    }


def _ago(span: timedelta) -> str:
    """How long ago, as people say it; `seen_at` itself is only exact to the hour."""
    hours, days = int(span.total_seconds() // 3600), span.days
    if hours < 1:
        return "within the hour"
    if days < 1:
        return "an hour ago" if hours == 1 else f"{hours} hours ago"
    return "yesterday" if days == 1 else f"{days} days ago"
