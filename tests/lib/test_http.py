"""What a request may not be believed about."""

import pytest
from django.test import RequestFactory

from blog.lib.http import client_address, has_session, is_cross_site, network_of

posts = RequestFactory()


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_ORIGIN": "https://testserver"}, True),
        ({"HTTP_ORIGIN": "http://evil.example"}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_REFERER": "http://testserver/articles/a/"}, False),
        ({"HTTP_REFERER": "http://testserver.evil.example/"}, True),
        ({}, False),
    ],
)
def test_cross_site_requests_are_recognised(headers: dict[str, str], refused: bool) -> None:
    assert is_cross_site(posts.post("/", **headers)) is refused


def test_typed_forwarding_header_is_not_believed(settings) -> None:
    request = posts.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert client_address(request) == "192.0.2.7"
    settings.TRUSTED_PROXY_COUNT = 1
    forged = posts.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1")
    assert client_address(forged) == "198.51.100.1"


def test_nonsense_address_is_no_address(settings) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    assert client_address(posts.get("/", HTTP_X_FORWARDED_FOR="<script>")) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("", ""),
    ],
)
def test_addresses_are_counted_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_session_is_recognised_by_its_cookie_alone(settings) -> None:
    request = posts.get("/")
    assert not has_session(request)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"
    assert has_session(request)
