"""Tokens that open the door. How all others are turned away: tests/attack/test_every_route.py."""

from datetime import UTC, datetime, timedelta

from kitchen_app.security import TOKEN_LIFETIME
from tests.api.conftest import Stranger
from tests.attack.forgeries import signed
from tests.factories import Cook, check_refused, make_cook
from tests.servers import ApiServer


def test_a_token_of_ours_opens_the_door(cook: Cook) -> None:
    me = cook.ok("GET", "/auth/me", headers={"Authorization": f"bearer {signed(cook)}"})
    assert me["id"] == str(cook.id)


def test_a_login_of_mine_opens_nobody_elses_door(cook: Cook, stranger: Stranger) -> None:
    for token in (signed(cook, sub=str(stranger.id)), signed(stranger, sub=str(cook.id))):
        answer = cook.get("/auth/me", headers={"Authorization": f"Bearer {token}"})
        check_refused(answer, 401, "invalid_token")


def test_an_expired_token_says_that_it_has_expired(server: ApiServer) -> None:
    with make_cook(server, at=datetime.now(UTC) - TOKEN_LIFETIME - timedelta(minutes=1)) as late:
        problem = check_refused(late.get("/auth/me"), 401, "invalid_token")
    assert "expired" in problem["detail"]
