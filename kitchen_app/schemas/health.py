"""What /health says."""

from typing import Literal

from pydantic import BaseModel


class Health(BaseModel):
    """`status` is "ok" exactly when the database answers and is at this version's migration."""

    status: Literal["ok", "unavailable"]
    database: Literal["ok", "unavailable"]
    migrations: Literal["current", "behind", "unknown"]
    assistant: Literal["openai", "offline"]
    version: str
