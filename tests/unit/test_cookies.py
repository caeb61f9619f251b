"""What the two doors read of a browser's headers: the cookie, and where the page came from."""

import pytest

from kitchen_app.security import COOKIE, is_own_origin, token_in_cookies


@pytest.mark.parametrize(
    ("header", "token"),
    [
        (f"{COOKIE}=a.b.c", "a.b.c"),
        (f"theme=dark; {COOKIE}=a.b.c; x=y", "a.b.c"),
        (f"theme=dark;{COOKIE}=a.b.c", "a.b.c"),
        (f" ;; =; x; {COOKIE} = a=b ", "a=b"),
        (f'{{"json": [1, "=;"]}}; {COOKIE}=a', "a"),
        (f"{COOKIE}=first; {COOKIE}=second", "first"),
        (f"x{COOKIE}=a; {COOKIE}x=b; {COOKIE.upper()}=c", None),
        (f"{COOKIE}=", None),
        (COOKIE, None),
        ("", None),
        ("\x00\xff\ud800", None),
    ],
)
def test_the_token_is_found_among_any_cookies(header: str, token: str | None) -> None:
    assert token_in_cookies(header) == token


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://kitchen.local:8000", True),
        ("https://kitchen.local:8000", True),
        ("https://kitchen.example.org", True),
        ("http://kitchen.example.org", False),
        ("http://kitchen.local", False),
        ("http://kitchen.local:8000.evil.example", False),
        ("http://evil.example/kitchen.local:8000", False),
        ("http://user@kitchen.local:8000", False),
        ("http://[", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_page_is_ours_by_the_host_it_asks_or_by_our_address(origin: str, own: bool) -> None:
    address = "https://kitchen.example.org"
    assert is_own_origin(origin, host="kitchen.local:8000", address=address) is own
    assert not is_own_origin("http://evil.example", host=None, address=address)
