"""What /health says."""

from typing import Literal

from pydantic import BaseModel

RedisStatus = Literal["ok", "down", "off"]
MigrationStatus = Literal["current", "behind", "unknown"]


class Health(BaseModel):
    """`status` is "ok" exactly when the database answers and is not behind this version.

    `migrations` is "unknown" where a busy one had not told within a second.

    `redis` is "off" where none is configured. Without the one that is, the kitchen works on.
    """

    status: Literal["ok", "unavailable"]
    database: Literal["ok", "unavailable"]
    migrations: MigrationStatus
    redis: RedisStatus
    assistant: Literal["openai", "offline"]
    version: str


class AssistantStatus(BaseModel):
    """Who answers, and whether they can: `model` is None and `state` "offline" for the built-in
    cook. `detail` is a sentence for people."""

    state: Literal["offline", "reachable", "unreachable"]
    model: str | None
    detail: str
