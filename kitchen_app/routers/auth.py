"""Accounts and their logins over REST."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query

from kitchen_app.routers.dependencies import (
    CONFLICT,
    MISSING,
    TOO_MUCH,
    UNAUTHORIZED,
    ClientAddress,
    CurrentAccount,
    OpenKitchen,
)
from kitchen_app.routers.problems import documented
from kitchen_app.schemas.auth import (
    AccessToken,
    AccountDeletion,
    LogIn,
    LoginRead,
    MeRead,
    MeUpdate,
    PasswordChange,
    SignUp,
)
from kitchen_app.services import logins, preferences

router = APIRouter(prefix="/auth", tags=["account"])

UserAgent = Annotated[str, Header(include_in_schema=False)]
ForPage = Annotated[bool, Query(description="For the web app: a login of 30 days, renewed by use.")]


@router.post(
    "/signup",
    status_code=HTTPStatus.CREATED,
    responses=documented(HTTPStatus.FORBIDDEN) | CONFLICT | TOO_MUCH,
)
async def sign_up(
    kitchen: OpenKitchen,
    address: ClientAddress,
    data: SignUp,
    user_agent: UserAgent = "",
    page: ForPage = False,
) -> AccessToken:
    """Make an account. The kitchen shows its master key when it starts."""
    accounts = kitchen.accounts
    return await accounts.sign_up(data, address=address, client=user_agent, page=page)


@router.post("/login", responses=UNAUTHORIZED | TOO_MUCH)
async def log_in(
    kitchen: OpenKitchen,
    address: ClientAddress,
    data: LogIn,
    user_agent: UserAgent = "",
    page: ForPage = False,
) -> AccessToken:
    """An access token for a password."""
    accounts = kitchen.accounts
    return await accounts.log_in(data, address=address, client=user_agent, page=page)


@router.get("/me", responses=UNAUTHORIZED)
async def read_me(cook: CurrentAccount) -> MeRead:
    """Whose token this is, and how they want their kitchen."""
    return await cook(preferences.read_me)


@router.patch("/me", responses=UNAUTHORIZED)
async def update_me(cook: CurrentAccount, data: MeUpdate) -> MeRead:
    """Have the assistant ask before it changes anything, or not."""
    return await cook(preferences.update_me, data)


@router.post("/password", responses=UNAUTHORIZED | TOO_MUCH)
async def change_password(
    kitchen: OpenKitchen, cook: CurrentAccount, data: PasswordChange
) -> AccessToken:
    """Set another password. Every login ends; the answer has the token of a new one."""
    return await kitchen.accounts.change_password(cook.claims, data)


@router.get("/logins", responses=UNAUTHORIZED)
async def list_logins(cook: CurrentAccount) -> list[LoginRead]:
    """Where the account is signed in, newest seen first. At most 100."""
    return await cook(logins.list_logins, current=cook.claims.login_id)


@router.delete(
    "/logins/{login_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=UNAUTHORIZED | MISSING,
)
async def end_login(cook: CurrentAccount, login_id: UUID) -> None:
    """End one login, at once. Its tokens stop working, the others live on."""
    await cook(logins.end_login, login_id)


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED)
async def log_out(cook: CurrentAccount) -> None:
    """End the login of this token."""
    await cook(logins.end_login, cook.claims.login_id)


@router.post("/logout-everywhere", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED)
async def log_out_everywhere(cook: CurrentAccount) -> None:
    """End every login of the account, this one included."""
    await cook(logins.end_all_logins)


@router.delete("/me", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED | TOO_MUCH)
async def delete_me(kitchen: OpenKitchen, cook: CurrentAccount, data: AccountDeletion) -> None:
    """Remove the account with everything in it. Asks for the password once more."""
    await kitchen.accounts.delete(cook.claims, data.password)
