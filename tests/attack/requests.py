"""Who sends the requests of schemathesis, and what they leave out. Loaded by `st run`."""

import os
from typing import Any

import httpx
import schemathesis
from schemathesis import AuthContext, Case, HookContext
from schemathesis.generation.meta import TestPhase

ACCOUNT = "/auth/"  # requests to it may end the login that they come with
TOKEN = os.environ["COOK_TOKEN"]
OTHER = {name: os.environ[f"OTHER_{name.upper()}"] for name in ("username", "password")}


@schemathesis.auth(refresh_interval=None)
class Login:
    """One cook's for all, and a new one of another cook's for what may end it."""

    def get(self, case: Case[Any], context: AuthContext) -> str:
        if not case.path.startswith(ACCOUNT):
            return TOKEN
        url = str(context.operation.base_url).rstrip("/")
        answer = httpx.post(f"{url}/auth/login", json=OTHER).raise_for_status()
        return str(answer.json()["access_token"])

    def set(self, case: Case[Any], data: str, context: AuthContext) -> None:  # noqa: ARG002
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    """No repeats where one request leads to another: what a key repeats may be gone by then."""
    if case.meta is not None and case.meta.phase.name == TestPhase.STATEFUL:
        case.headers.pop("Idempotency-Key", None)
