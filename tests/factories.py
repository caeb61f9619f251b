"""Cooks and what they own. A cook is an HTTP client: what a test does, it does over the wire."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

import bcrypt
import httpx
from sqlalchemy import insert, text

from kitchen_app.database import Database
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import LoginKind, UserRead
from kitchen_app.security import mint_token, read_token
from kitchen_app.services.auth import USERS
from kitchen_app.services.logins import begin_login
from tests.servers import JWT_SECRET
from tests.sse import Answer, Event, read_events

PASSWORD = "correct horse battery"
PASSWORD_HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
PROBLEM = {"type", "title", "status", "detail", "code"}
SECRET = "xylophagous"  # a word in everything the stranger owns, and in nobody else's

Json = dict[str, Any]
T = TypeVar("T")
Rows = list[tuple[str, str]]  # of any table: its name, and the whole row


class Kitchen(Protocol):
    """One that is open. `database` is the tests' own way to what is behind the door."""

    @property
    def url(self) -> str: ...

    @property
    def database(self) -> Database: ...


class Cook(httpx.Client):
    """One cook's client. Every answer it gets is checked for what no answer may ever be."""

    def __init__(self, server: Kitchen, *, id: UUID, username: str, token: str) -> None:  # noqa: A002
        super().__init__(
            base_url=server.url,
            headers={"Authorization": f"Bearer {token}"},
            transport=httpx.HTTPTransport(verify=False),
            timeout=30,
            event_hooks={"response": [check_answer]},
        )
        self.server = server
        self.id = id
        self.username = username
        self.token = token

    def at(self, server: Kitchen) -> "Cook":
        """The same cook at another kitchen on the same database."""
        return Cook(server, id=self.id, username=self.username, token=self.token)

    @property
    def login_id(self) -> UUID:
        """The login this client's token was minted for."""
        return read_token(self.token, JWT_SECRET).login_id

    def ok(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        """The body of an answer that must be a success."""
        answer = self.request(method, path, json=json, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def recipe(self, name: str = "Tomato soup", **fields: Any) -> Json:
        """Save a recipe. `uses` names its ingredients."""
        lines = [{"name": used} for used in fields.pop("uses", ())]
        found: Json = self.ok("POST", "/recipes", {"name": name, "ingredients": lines} | fields)
        return found

    def stock(self, name: str = "flour", quantity: Any = None, unit: Any = None, **f: Any) -> Json:
        """Put something into the pantry."""
        item = {"name": name, "quantity": quantity, "unit": unit} | f
        found: Json = self.ok("POST", "/ingredients", item)
        return found

    def names(self, path: str, **params: Any) -> list[str]:
        """The names in a list, in its order."""
        return [row["name"] for row in self.ok("GET", path, params=params)]

    def pages(self, path: str, **params: Any) -> Iterator[list[Json]]:
        """Every page of a list, by its Link headers alone."""
        answer = self.get(path, params=params)
        while True:
            assert answer.status_code == 200, answer.text
            yield answer.json()
            if "next" not in answer.links:
                return
            answer = self.get(answer.links["next"]["url"])

    @contextmanager
    def asking(
        self, question: str, session_id: str | None = None, *, replaces: str | None = None
    ) -> Iterator[Iterator[Event]]:
        """The events of an answer, as they come."""
        given = {"message": question, "session_id": session_id, "replaces": replaces}
        body = {name: value for name, value in given.items() if value}
        with self._streaming("POST", "/chat/send", json=body) as events:
            yield events

    def ask(self, question: str, session_id: str | None = None, **how: Any) -> Answer:
        """The whole answer."""
        with self.asking(question, session_id, **how) as events:
            return _whole(events)

    @contextmanager
    def answering_again(
        self, session_id: str, message_id: str | None = None
    ) -> Iterator[Iterator[Event]]:
        """The events of another answer to the same question, as they come."""
        params = {"message_id": message_id} if message_id else {}
        path = f"/chat/sessions/{session_id}/regenerate"
        with self._streaming("POST", path, params=params) as events:
            yield events

    def answer_again(self, session_id: str, message_id: str | None = None) -> Answer:
        """The whole of it."""
        with self.answering_again(session_id, message_id) as events:
            return _whole(events)

    @contextmanager
    def joining(self, session_id: str, after: str | None = None) -> Iterator[Iterator[Event]]:
        """The running answer from its beginning, or right after an event's id, as it comes."""
        headers = {"Last-Event-ID": after} if after else {}
        path = f"/chat/sessions/{session_id}/stream"
        with self._streaming("GET", path, headers=headers) as events:
            yield events

    def join(self, session_id: str, after: str | None = None) -> Answer:
        """The whole of what there is to read."""
        with self.joining(session_id, after) as events:
            return _whole(events)

    @contextmanager
    def _streaming(self, method: str, path: str, **how: Any) -> Iterator[Iterator[Event]]:
        with self.stream(method, path, **how) as response:
            assert response.status_code == 200, (response.status_code, response.read())
            assert response.headers["content-type"].startswith("text/event-stream")
            yield read_events(response.iter_raw())

    def stop(self, session_id: str) -> None:
        """Stop the running answer."""
        assert self.post(f"/chat/sessions/{session_id}/stop").status_code == 204

    def decide(self, message_id: str, step: str, *, approve: bool) -> Json:
        """Approve or decline what the assistant proposed."""
        word = {"step": step, "approve": approve}
        found: Json = self.ok("POST", f"/chat/messages/{message_id}/decision", word)
        return found

    def session(self, session_id: str) -> Json:
        found: Json = self.ok("GET", f"/chat/sessions/{session_id}")
        return found

    def last_message(self, session_id: str) -> Json:
        found: Json = self.session(session_id)["messages"][-1]
        return found


def _whole(events: Iterator[Event]) -> Answer:
    answer = Answer(list(events))
    assert SECRET not in str(answer.events)
    assert answer.events[-1].data == {"done": True}
    return answer


def until(true: Callable[[], bool], *, seconds: float = 20) -> None:
    """Look again and again until it is true; fails when it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "It never became true."
        threading.Event().wait(0.02)


def at_once(pool: Executor, *calls: Callable[[], T]) -> list[T]:
    """What these come to when they are all made at the same instant."""
    start = threading.Barrier(len(calls))

    def begin(call: Callable[[], T]) -> T:
        start.wait()
        return call()

    return list(pool.map(begin, calls))


def check_answer(response: httpx.Response) -> None:
    """Never a 5xx, nothing of the stranger's, and every error a problem."""
    if response.headers.get("content-type", "").startswith("text/event-stream"):
        return
    text = response.read().decode()
    assert response.status_code < 500, text
    assert SECRET not in text
    if response.status_code >= 400:
        check_problem(response)


def check_problem(response: httpx.Response) -> None:
    """The shape of every error: RFC 9457 with a code, and the fields of a 422 body."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    problem = response.json()
    assert set(problem) - {"errors"} == PROBLEM
    assert problem["status"] == response.status_code
    assert problem["detail"]
    assert problem["code"].replace("_", "").islower()
    if response.status_code == 429:
        check_says_when(response.headers, problem["detail"])


def check_says_when(headers: Mapping[str, str], detail: str) -> None:
    """Of a 429: what the limit is, and in how many seconds one may come back."""
    assert re.search(r"\d", detail), detail
    assert int(headers["Retry-After"]) >= 1


def check_refused(answer: httpx.Response, status: int, code: str) -> Json:
    """The problem that an answer must be."""
    assert answer.status_code == status, answer.text
    check_problem(answer)
    found: Json = answer.json()
    assert found["code"] == code
    return found


def make_cook(
    server: Kitchen,
    username: str | None = None,
    *,
    at: datetime | None = None,
    kind: LoginKind = "token",
) -> Cook:
    """A cook with an account and a token, without the quarter of a second a sign-up costs."""
    user_id, name = new_id(), username or f"cook-{secrets.token_hex(6)}"
    row = {"id": user_id, "username": name, "password_hash": PASSWORD_HASH}
    with server.database.transaction() as session:
        session.execute(insert(USERS).values(row))
        claims = begin_login(session, user_id, kind=kind, client="python-httpx/1")
    token = mint_token(claims, JWT_SECRET, now=at or datetime.now(UTC))
    return Cook(server, id=user_id, username=name, token=token)


def rows_of(kitchen: Kitchen, cook: Cook) -> Rows:
    """Every row of this cook's, in every table the database has."""
    with kitchen.database.transaction() as session:
        tables = session.execute(
            text(
                "SELECT table_name, max(column_name) FROM information_schema.columns "
                "WHERE table_schema = 'public' AND (column_name = 'user_id' "
                "OR (table_name, column_name) = ('users', 'id')) GROUP BY 1"
            )
        ).all()
        found = " UNION ALL ".join(
            f"SELECT '{table}', t::text FROM {table} t WHERE {column} = :id"  # noqa: S608
            for table, column in tables
        )
        rows = session.execute(text(found), {"id": cook.id}).all()
        return sorted((table, row) for table, row in rows)


def kept(cook: Cook) -> Rows:
    """The cookbook and the pantry, to the last column."""
    return [row for row in rows_of(cook.server, cook) if row[0] in ("recipes", "ingredients")]


def calling(cook: Cook) -> Callable[..., Any]:
    """Services in a transaction of their own, as this cook."""
    user = UserRead(id=cook.id, username=cook.username, created_at=datetime.now(UTC))

    def call(service: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        with cook.server.database.transaction() as connection:
            return service(connection, user, *arguments, **named)

    return call
