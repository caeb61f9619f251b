"""Migrations, in one transaction: on the connection handed over, else on the settings' database."""

from sqlalchemy import Connection, create_engine

import kitchen_app.models  # noqa: F401 (fills the metadata)
from alembic import context
from kitchen_app.config import load_settings
from kitchen_app.errors import ConfigurationError
from kitchen_app.models.base import metadata


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata(), compare_server_default=True
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = load_settings().database_url
    if url is None:
        raise ConfigurationError("Set DATABASE_URL to the database that alembic should work on.")
    with create_engine(url).connect() as connection:
        migrate(connection)
