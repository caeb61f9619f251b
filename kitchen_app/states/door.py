"""At the door: what was wrong with a sign-in, and how good a new password is."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

import reflex as rx
from pydantic import BaseModel, Field

from kitchen_app.errors import NotAuthenticated, Unavailable
from kitchen_app.services import auth, passwords
from kitchen_app.states.base import CookState, handler
from kitchen_app.states.sentences import sentence

# Where a problem of the API is said; what is not here is said above the form.
FIELDS = {
    "wrong_credentials": "password",
    "username_taken": "username",
    "wrong_master_key": "master_key",
}
UNREACHABLE = "The kitchen cannot be reached. Try again in a moment."


class Wrong(BaseModel):
    field: Annotated[str, Field(max_length=50)]
    message: Annotated[str, Field(max_length=500)]


class Refusal(BaseModel):
    """A problem of the API, as the page hands it on."""

    code: Annotated[str, Field(max_length=50)] = ""
    detail: Annotated[str, Field(max_length=500)] = ""
    errors: Annotated[list[Wrong], Field(max_length=10)] = []


class Door(CookState, rx.State):
    """`wrong` maps a field's name, or "" for the whole form, to what is wrong with it.

    `onward` is the query that says where one wanted to go.
    """

    wrong: dict[str, str] = {}
    onward: str = ""
    strength: int = -1
    strength_word: str = ""
    strength_hint: str = ""

    @handler(public=True)
    async def open(self) -> Any:
        """Whoever is signed in already has no business at the door."""
        self.reset()
        wanted = self.router.url.query_parameters.get("next", "")
        self.onward = f"?next={quote(wanted, safe='/')}" if wanted.startswith("/") else ""
        try:
            await self._as_cook(auth.read_me)
        except (NotAuthenticated, Unavailable):
            return None
        return rx.redirect("/chat", replace=True)

    @handler(public=True)
    async def refused(self, problem: dict) -> None:
        """Say a problem of the API where it belongs; from the hidden form of the page."""
        refusal = Refusal.model_validate_json(str(problem.get("problem", "")))
        self.wrong = {one.field: sentence(one.message) for one in refusal.errors} or {
            FIELDS.get(refusal.code, ""): refusal.detail or UNREACHABLE
        }

    @handler(public=True)
    async def weigh(self, password: str) -> None:
        """How hard the password is to guess. It is not kept."""
        if not password:
            self.strength, self.strength_word, self.strength_hint = -1, "", ""
            return
        found = await asyncio.to_thread(passwords.weigh, password)
        self.strength, self.strength_word, self.strength_hint = found.score, found.word, found.hint
