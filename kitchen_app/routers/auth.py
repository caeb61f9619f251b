"""Accounts over REST."""

from http import HTTPStatus

from fastapi import APIRouter

from kitchen_app.routers.dependencies import CONFLICT, UNAUTHORIZED, CurrentCook, OpenKitchen
from kitchen_app.routers.problems import documented
from kitchen_app.schemas.auth import (
    AccessToken,
    AccountDeletion,
    LogIn,
    PasswordChange,
    SignUp,
    UserRead,
)
from kitchen_app.services import auth

router = APIRouter(prefix="/auth", tags=["account"])


@router.post(
    "/signup",
    status_code=HTTPStatus.CREATED,
    responses=documented(HTTPStatus.FORBIDDEN) | CONFLICT,
)
async def sign_up(kitchen: OpenKitchen, data: SignUp) -> AccessToken:
    """Make an account. The kitchen shows its master key when it starts."""
    return await kitchen.accounts.sign_up(data)


@router.post("/login", responses=UNAUTHORIZED)
async def log_in(kitchen: OpenKitchen, data: LogIn) -> AccessToken:
    """An access token for a password."""
    return await kitchen.accounts.log_in(data)


@router.get("/me", responses=UNAUTHORIZED)
async def read_me(cook: CurrentCook) -> UserRead:
    """Whose token this is."""
    return await cook(auth.read_me)


@router.post("/password", responses=UNAUTHORIZED)
async def change_password(
    kitchen: OpenKitchen, cook: CurrentCook, data: PasswordChange
) -> AccessToken:
    """Set another password. Every earlier token ends; the answer has a new one."""
    return await kitchen.accounts.change_password(await cook(auth.read_me), data)


@router.post("/logout-everywhere", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED)
async def log_out_everywhere(cook: CurrentCook) -> None:
    """End every token of the account, this one included."""
    await cook(auth.end_all_tokens)


@router.delete("/me", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED)
async def delete_me(kitchen: OpenKitchen, cook: CurrentCook, data: AccountDeletion) -> None:
    """Remove the account with everything in it. Asks for the password once more."""
    await kitchen.accounts.delete(await cook(auth.read_me), data.password)
