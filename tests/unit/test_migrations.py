"""Migrations go up, down and up again, and the models say what the database has."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, text

import kitchen_app.models  # noqa: F401 (fills the metadata)
from alembic import command
from kitchen_app import migrations
from kitchen_app.errors import ConfigurationError
from kitchen_app.models.base import metadata, new_id
from tests.databases import execute, url_of


@pytest.fixture
def engine(postgres_url: str, worker_id: str) -> Iterator[Engine]:
    """An empty database."""
    name = f"empty_{worker_id}"
    execute(postgres_url, f"CREATE DATABASE {name}")
    engine = create_engine(url_of(postgres_url, name))
    yield engine
    engine.dispose()
    execute(postgres_url, f"DROP DATABASE {name}")


def tables(connection: Connection) -> set[str]:
    found = text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    return set(connection.execute(found).scalars())


def config(connection: Connection) -> Config:
    found = Config(migrations.ROOT / "alembic.ini")
    found.attributes["connection"] = connection
    return found


def downgrade(connection: Connection) -> None:
    command.downgrade(config(connection), "base")


def test_migrations_go_up_and_down_and_up_again(engine: Engine) -> None:
    for _ in range(2):
        migrations.upgrade(engine)
        with engine.connect() as connection:
            assert migrations.is_current(connection)
            assert tables(connection) > {"users", "recipes", "messages"}
        with engine.begin() as connection:
            downgrade(connection)
            assert tables(connection) == {"alembic_version"}
            assert not migrations.is_current(connection)


def test_models_and_migrations_do_not_drift(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata()) == []


def test_processes_that_start_together_migrate_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrations.upgrade(engine), range(4)))
    with engine.connect() as connection:
        assert migrations.is_current(connection)


def test_a_database_of_a_newer_kitchen_is_left_alone(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError):
        migrations.upgrade(engine)


def test_what_was_in_the_pantry_before_aisles_sorts_after_them(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config(connection), "0002")
        connection.execute(text("INSERT INTO users VALUES (gen_random_uuid(), 'ann', 'hash')"))
        connection.execute(
            text(
                "INSERT INTO ingredients"
                " (user_id, id, name, category, sort_name, food_key, unit_kind)"
                " SELECT id, gen_random_uuid(), 'Milk', category, 'milk', 'milk', category"
                " FROM users, unnest(ARRAY['Cellar', 'Dairy']) category"
                " UNION ALL SELECT id, gen_random_uuid(), 'Milk', NULL, 'milk', 'milk', 'count'"
                " FROM users"
            )
        )
    migrations.upgrade(engine)
    with engine.connect() as connection:
        keys = connection.execute(text("SELECT aisle_key FROM ingredients ORDER BY 1")).scalars()
        assert list(keys) == ["50 cellar\tmilk", "50 dairy\tmilk", "99 milk"]


OLD_CHAT = (
    "INSERT INTO users (id, username, password_hash) VALUES (:id, 'ada', '')",
    "INSERT INTO chat_sessions (user_id, id, title) SELECT id, :id, 'Crème with EGGS' FROM users",
    "INSERT INTO messages (user_id, id, session_id, role, content, status) "
    "SELECT user_id, :id, id, 'user', 'Crème, eggs?', 'complete' FROM chat_sessions",
)


def test_what_was_said_before_it_could_be_searched_is_found(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(config(connection), "0003")
        for statement in OLD_CHAT:
            connection.execute(text(statement), {"id": new_id()})
    migrations.upgrade(engine)
    asked = "search @@ to_tsquery('simple', 'creme & egg')"
    with engine.connect() as connection:
        for table in ("chat_sessions", "messages"):
            found = connection.execute(text(f"SELECT count(*) FROM {table} WHERE {asked}"))  # noqa: S608
            assert found.scalar_one() == 1


def test_what_was_said_before_there_were_versions_stays_in_its_order(engine: Engine) -> None:
    ids = [new_id() for _ in range(4)]
    with engine.begin() as connection:
        command.upgrade(config(connection), "0004")
        for statement in OLD_CHAT[:2]:
            connection.execute(text(statement), {"id": ids[0]})
        said = text(
            "INSERT INTO messages (user_id, id, session_id, role, content, status) "
            "SELECT user_id, :id, id, 'user', '', 'complete' FROM chat_sessions"
        )
        connection.execute(said, [{"id": message_id} for message_id in ids[1:]])
    migrations.upgrade(engine)
    with engine.connect() as connection:
        parents = connection.execute(text("SELECT parent_id FROM messages ORDER BY id")).scalars()
        assert list(parents) == ids[:3]
        leaf = connection.execute(text("SELECT leaf_id FROM chat_sessions")).scalar_one()
        assert leaf == ids[3]


def test_what_was_there_before_foods_had_other_names_is_matched_and_stays(engine: Engine) -> None:
    line = {"name": "spring onions", "quantity": 2, "unit": None, "note": None}
    names = ("Spring onions", "Aubergine", "Eggplant", "Rice")
    with engine.begin() as connection:
        command.upgrade(config(connection), "0005")
        connection.execute(text("INSERT INTO users VALUES (gen_random_uuid(), 'ann', 'hash')"))
        entry = text(
            "INSERT INTO ingredients (user_id, id, name, quantity, sort_name, food_key, unit_kind,"
            " aisle_key) SELECT id, :id, :name, 2, :key, :key, 'count', '' FROM users"
        )
        rows = [{"id": new_id(), "name": name, "key": name.lower()} for name in names]
        connection.execute(entry, rows)
        connection.execute(
            text(
                "INSERT INTO recipes (user_id, id, name, description, ingredients, steps, tags,"
                " sort_name, ingredient_keys, ingredient_terms, search_text) SELECT id, :id, 'Fry',"
                " '', :lines, '{}', '{}', 'fry', '{scallion}', '{scallion}', '' FROM users"
            ),
            {"id": new_id(), "lines": json.dumps([line])},
        )
    migrations.upgrade(engine)
    with engine.connect() as connection:
        keys = connection.execute(text("SELECT food_key FROM ingredients ORDER BY id")).scalars()
        assert list(keys) == ["scallion", "aubergine", "eggplant", "rice"]
        wants = connection.execute(
            text("SELECT needs.food_key FROM needs JOIN recipes ON needs.id = ANY (needs)")
        )
        assert wants.scalar_one() == "scallion"
