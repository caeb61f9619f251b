"""What signed in, by its User-Agent."""

import pytest

from kitchen_app.services.clients import UNKNOWN, client_name

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/126.0 Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (X11; Linux) {WEBKIT} HeadlessChrome/126.0 Safari/537", "Chrome on Linux"),
        (f"Mozilla/5.0 (X11; CrOS x86_64) {WEBKIT} Chrome/126.0 Safari/537", "Chrome on ChromeOS"),
        (f"{WINDOWS} {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/126.0 Safari/537.36 OPR/111.0", "Opera on Windows"),
        (
            f"{WINDOWS.replace(')', '; rv:127.0)')} Gecko/20100101 Firefox/127.0",
            "Firefox on Windows",
        ),
        (f"{MAC} AppleWebKit/605 (KHTML, like Gecko) Version/17 Safari/605", "Safari on macOS"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE.replace('iPhone', 'iPad')} FxiOS/127.0 Safari/605", "Firefox on iPad"),
        (f"{ANDROID} {WEBKIT} Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{ANDROID} {WEBKIT} SamsungBrowser/25 Chrome/121", "Samsung Internet on Android"),
        ("Chrome/126.0", "Chrome"),
        ("curl/8.5.0", "curl"),
        ("python-httpx/0.28.1", "python-httpx"),
        ("HomeAssistant/2026.1 aiohttp/3.9", "HomeAssistant"),
        ("my-hub", "my-hub"),
        ("", UNKNOWN),
        ("Mozilla/5.0", UNKNOWN),
        ("Mozilla/5.0 (compatible)", UNKNOWN),
        ("a name in words", UNKNOWN),
        ("x" * 41, UNKNOWN),
        ("\x00curl/8", UNKNOWN),
        ("\ud800/1", UNKNOWN),
        ("<script>/1", UNKNOWN),
    ],
)
def test_a_client_is_named_in_words_people_know(user_agent: str, name: str) -> None:
    assert client_name(user_agent) == name
