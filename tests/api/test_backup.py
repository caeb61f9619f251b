"""Everything in one file, and back in an empty database: every row, or none."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import text

from kitchen_app import migrations
from kitchen_app.admin import backup
from kitchen_app.database import Database
from tests.api.keepers import Keep, keep
from tests.databases import copy_template, execute
from tests.factories import Cook, make_cook
from tests.fake_openai import Call, FakeModel, call, say
from tests.journals import journal, undo
from tests.servers import ApiServer, api_server

__all__ = ["keep"]

ODD = 'Crème\tbrûlée \\N \\. \n"it\'s" 🍮 NULL'
Row = dict[str, object]
Members = dict[str, bytes]
GONE = {"token_version"}  # logins came in its place
TABLES = """SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version'"""


@pytest.fixture(scope="module")
def furnished(server: ApiServer, model: FakeModel) -> Iterator[Cook]:
    """A cook with something in every table."""
    with make_cook(server) as cook:
        recipe = cook.recipe("Pancakes", uses=["flour", "aubergine"], description=ODD)
        renamed = {"name": "Crêpes", "steps": [ODD], "tags": ["a,b", "{}"]}
        cook.ok("PUT", f"/recipes/{recipe['id']}", renamed)
        cook.recipe("Fried rice", uses=["rice", "spring onions"])
        cook.stock("flour", "123456.789", "g", expires_on="2026-12-24", low_at="0.5")
        cook.ok("PUT", "/foods/same", {"name": "maize flour", "same_as": "flour"})
        named = {"Idempotency-Key": "once"}
        cook.ok("POST", "/ingredients", {"name": "eggs", "quantity": 6}, headers=named)
        script = model.script(call(Call("add_to_pantry", {"name": "rice"})), say(ODD))
        cook.ask(f"{script.question()} {ODD}")
        undo(cook, journal(cook)[0])
        yield cook


@pytest.fixture(scope="module")
def archive(furnished: Cook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the furnished cook's kitchen, in which others are as well."""
    path = tmp_path_factory.mktemp("backup") / "kitchen.zip"
    with path.open("wb") as file:
        backup.write(furnished.server.database, file)
    return path


@pytest.fixture
def empty(postgres_url: str, worker_id: str) -> Iterator[str]:
    """The URL of a migrated database in which nobody is."""
    name = f"restored_{worker_id}"
    yield copy_template(postgres_url, name)
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def keep_there(keep: Keep, empty: str, monkeypatch: pytest.MonkeyPatch) -> Keep:
    """The commands, on the empty database."""
    monkeypatch.setenv("DATABASE_URL", empty)
    return keep


def everything(url: str) -> dict[str, list[Row]]:
    """Every row of every table, read without the code under test."""
    database = Database(url, connections=1)
    with database.engine.connect() as connection:
        names = connection.execute(text(TABLES)).scalars().all()
        rows = {
            name: connection.exec_driver_sql(
                f"SELECT to_jsonb({name}) AS row FROM {name} ORDER BY row"  # noqa: S608
            )
            .scalars()
            .all()
            for name in names
        }
    database.engine.dispose()
    return {name: list(found) for name, found in rows.items()}


def test_every_row_of_every_table_comes_back(
    keep: Keep,
    furnished: Cook,
    database_url: str,
    empty: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "kitchen.zip"
    assert keep("backup", "make", str(file)).code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setenv("DATABASE_URL", empty)
    said = keep("backup", "restore", str(file))
    assert said.code == 0, said.err
    there = everything(empty)
    assert there == everything(database_url)
    assert [name for name, rows in there.items() if not rows] == []
    with api_server(empty) as again, furnished.at(again) as cook:
        for path in ("/recipes", "/ingredients", "/chat/sessions", "/changes"):
            assert cook.ok("GET", path) == furnished.ok("GET", path)


def test_a_backup_is_checked_by_restoring_it(keep: Keep, archive: Path) -> None:
    said = keep("backup", "check", str(archive))
    assert (said.code, said.err) == (0, "")
    assert "every row is the same" in said.out


def rewritten(change: Callable[[Members], None]) -> Callable[[bytes, Path], bytes]:
    """The same archive with other members in it."""

    def damage(whole: bytes, path: Path) -> bytes:
        path.write_bytes(whole)
        with ZipFile(path) as old:
            members = {name: old.read(name) for name in old.namelist()}
        change(members)
        with ZipFile(path, "w", ZIP_DEFLATED) as new:
            for name, data in members.items():
                new.writestr(name, data)
        return path.read_bytes()

    return damage


def told(members: Members, **changes: object) -> None:
    members["kitchen.json"] = json.dumps(json.loads(members["kitchen.json"]) | changes).encode()


def another_name(members: Members) -> None:
    members["users"] = members["users"].replace(b"cook-", b"kook-")


def a_row_less(members: Members) -> None:
    members["recipes"] = members["recipes"].partition(b"\n")[2]


def far_more_than_it_says(members: Members) -> None:
    members["users"] += b"\0" * 50_000_000


def a_member_less(members: Members) -> None:
    del members["needs"]


def another_table(members: Members) -> None:
    tables = json.loads(members["kitchen.json"])["tables"]
    told(members, tables=[*tables, {**tables[0], "name": "pg_authid"}])


def a_path(members: Members) -> None:
    tables = json.loads(members["kitchen.json"])["tables"]
    told(members, tables=[{**tables[0], "name": "../../etc/passwd"}, *tables[1:]])


DAMAGE = {
    "empty": lambda _whole, _path: b"",
    "something else": lambda _whole, _path: b"PK\3\4" + b"x" * 1_000,
    "cut": lambda whole, _: whole[: len(whole) // 2],
    "a bit flipped": lambda whole, _: whole[:900] + bytes([whole[900] ^ 1]) + whole[901:],
    "another name": rewritten(another_name),
    "a row less": rewritten(a_row_less),
    "a member less": rewritten(a_member_less),
    "far more than it says": rewritten(far_more_than_it_says),
    "another table": rewritten(another_table),
    "a path": rewritten(a_path),
    "a newer Kitchen": rewritten(lambda members: told(members, revision="9999")),
    "a newer form": rewritten(lambda members: told(members, format=2)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_of_a_damaged_backup_nothing_is_restored(
    damage: str, keep_there: Keep, archive: Path, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.zip"
    file.write_bytes(DAMAGE[damage](archive.read_bytes(), file))
    said = keep_there("backup", "restore", str(file))
    assert (said.code, said.out) == (1, "")
    assert "ackup" in said.err
    assert not any(everything(empty).values())


def test_where_somebody_is_nothing_is_restored(
    keep: Keep, archive: Path, database_url: str
) -> None:
    before = everything(database_url)
    said = keep("backup", "restore", str(archive))
    assert (said.code, said.out) == (1, "")
    assert "empty" in said.err
    assert everything(database_url) == before


def test_a_file_that_is_there_stays(keep: Keep, tmp_path: Path) -> None:
    file = tmp_path / "kitchen.zip"
    file.write_bytes(b"dear")
    assert keep("backup", "make", str(file)).code == 1
    assert file.read_bytes() == b"dear"
    assert keep("backup", "make", str(file), "--overwrite").code == 0
    assert keep("backup", "make", str(tmp_path / "nowhere" / "kitchen.zip")).code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kitchen.zip"]


@pytest.mark.parametrize("revision", migrations.revisions()[:-1])
def test_whatever_an_older_kitchen_has_comes_up_to_this_one(
    revision: str, keep_there: Keep, archive: Path, empty: str, tmp_path: Path
) -> None:
    """And so does a backup that it made."""
    assert keep_there("backup", "restore", str(archive)).code == 0
    older = as_of(empty, revision, tmp_path / "older.zip")
    migrate(empty)
    newer = everything(empty)
    for table, rows in older.items():
        assert columns_of(rows[0], newer[table]) == columns_of(newer[table][0], rows), table
        assert set(rows[0]) - set(newer[table][0]) <= GONE
    assert keep_there("derived", "check").out == "Nothing differs.\n"
    database = Database(empty, connections=1)
    with database.transaction() as connection:
        connection.execute(text("DELETE FROM users"))
    database.engine.dispose()
    said = keep_there("backup", "restore", str(tmp_path / "older.zip"))
    assert said.code == 0, said.err
    assert everything(empty) == newer


def migrate(url: str) -> None:
    database = Database(url, connections=1)
    migrations.upgrade(database.engine)
    database.engine.dispose()


def as_of(url: str, revision: str, backed_up: Path) -> dict[str, list[Row]]:
    """Bring the database back to that migration, and back it up; its rows."""
    database = Database(url, connections=1)
    with database.engine.begin() as connection:
        migrations.downgrade_in(connection, revision)
    with backed_up.open("wb") as file:
        backup.write(database, file)
    database.engine.dispose()
    return {table: rows for table, rows in everything(url).items() if rows}


def columns_of(some: Row, rows: list[Row]) -> list[Row]:
    """Of each row what this one has as well; in the order of their keys, as they were."""
    return sorted(({name: row[name] for name in row if name in some} for row in rows), key=str)
