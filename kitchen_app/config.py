"""Everything the environment may say, read once and checked before anything starts."""

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kitchen_app.errors import ConfigurationError

MINIMUM_SECRET_BYTES = 32
MINIMUM_TOKEN = 16  # characters


def _postgres_url(url: str) -> str:
    """Any spelling of a PostgreSQL address, as SQLAlchemy's name for psycopg2."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.partition("+")[0] not in ("postgres", "postgresql"):
        raise ValueError("must begin with postgresql://")
    return f"postgresql+psycopg2://{rest}"


def _redis_url(url: str) -> str:
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must begin with redis://, rediss:// (TLS) or unix://")
    return url


def _web_origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be an address like https://kitchen.example.org")
    return url.rstrip("/")


def _long_token(token: SecretStr) -> SecretStr:
    if len(token.get_secret_value()) < MINIMUM_TOKEN:
        raise ValueError(f"must have {MINIMUM_TOKEN} characters at least")
    return token


def _rates(text: str) -> str:
    try:
        found = parse_many(text)
    except ValueError:
        found = []
    if not found or not all(rate.amount and rate.get_expiry() for rate in found):
        raise ValueError("must be like 10/minute;100/hour")
    return text


Rates = Annotated[str, AfterValidator(_rates)]


class Settings(BaseSettings):
    """The environment's variables of the same names, in capitals; an empty one counts as unset."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[str, AfterValidator(_postgres_url)] | None = Field(None, repr=False)
    master_key: SecretStr | None = None
    jwt_secret: SecretStr | None = None
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-4o"
    redis_url: Annotated[str, AfterValidator(_redis_url)] | None = Field(None, repr=False)
    kitchen_data_dir: Path = Path(".data")
    public_url: Annotated[str, AfterValidator(_web_origin)] | None = None
    forwarded_allow_ips: str = "127.0.0.1"  # proxies that are believed; "*" is all, commas between
    login_limit: Rates = "10/minute;100/hour"  # from an address; wrong passwords of a name
    signup_limit: Rates = "10/minute;50/hour"  # from an address
    chat_limit: Rates = "30/minute;600/hour"  # of a cook
    chat_address_limit: Rates = "120/minute;2400/hour"  # of all cooks at an address
    page_limit: Rates = "60/minute;1200/hour"  # websockets of a login; of strangers at an address
    pages_at_once: Annotated[int, Field(ge=1)] = 50  # of the same
    streams_at_once: Annotated[int, Field(ge=1)] = 30  # of a cook
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)
    ] = "info"
    log_format: Literal["json", "text"] | None = None  # text to a terminal, JSON to anything else
    metrics_token: Annotated[SecretStr, AfterValidator(_long_token)] | None = None
    otel_exporter_otlp_endpoint: Annotated[str, AfterValidator(_web_origin)] | None = Field(
        None, repr=False
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000

    @property
    def assistant(self) -> Literal["openai", "offline"]:
        """Who answers: a model, or the built-in cook where none is configured."""
        return "openai" if self.openai_api_key or self.openai_base_url else "offline"

    @cached_property
    def address(self) -> str:
        """Where people open the kitchen, without a trailing slash."""
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::") else self.host  # noqa: S104
        host = f"[{host}]" if ":" in host else host
        return self.public_url or f"http://{host}:{self.port}"


def read_settings() -> Settings:
    """Read the environment; raise ConfigurationError naming what must change."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise ConfigurationError("; ".join(lines)) from None


def load_settings() -> Settings:
    """The same for a kitchen that serves: with its secrets."""
    settings = _with_secrets(read_settings())
    secret = settings.jwt_secret
    if secret and len(secret.get_secret_value().encode()) < MINIMUM_SECRET_BYTES:
        raise ConfigurationError(
            f"JWT_SECRET is shorter than {MINIMUM_SECRET_BYTES} bytes. "
            "Make one with: openssl rand -hex 32"
        )
    return settings


def _with_secrets(settings: Settings) -> Settings:
    """Beside the embedded database, secrets are made once; beside any other, they are asked for."""
    names = [name for name in ("master_key", "jwt_secret") if getattr(settings, name) is None]
    if settings.database_url and names:
        raise ConfigurationError(
            f"Set {' and '.join(name.upper() for name in names)}: with a DATABASE_URL they are "
            "not made up, because two processes would make up two. openssl rand -hex 32 makes one."
        )
    try:
        made = {name: SecretStr(_kept_secret(settings.kitchen_data_dir / name)) for name in names}
    except OSError as error:
        raise ConfigurationError(
            f"KITCHEN_DATA_DIR: {error.filename} cannot be used: {error.strerror}."
        ) from None
    return settings.model_copy(update=made)


def _kept_secret(path: Path) -> str:
    """The secret kept in this file (mode 0600), made if it is the first start.

    Written aside and linked into place, so that of two first starts at once both read the same.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
