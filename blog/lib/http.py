"""Facts about a request that must not be believed as typed."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address: the socket's, or what the trusted proxies appended.

    With TRUSTED_PROXY_COUNT = n the n-th entry of X-Forwarded-For from the right is believed; whatever stands
    left of it was typed by the client. Falls back to the socket's address.
    """
    remote: str = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXY_COUNT
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if hops and len(forwarded) >= hops:
        remote = forwarded[-hops]
    return remote if _is_address(remote) else ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def network_of(address: str) -> str:
    """Return the network an address is counted under: /24 for IPv4, /56 for IPv6 (one household's usual share)."""
    if not address:
        return ""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    prefix = 24 if ip.version == 4 else 56
    return str(ipaddress.ip_network(f"{ip}/{prefix}", strict=False))


def is_cross_site(request: HttpRequest) -> bool:
    """Tell whether a browser sent this request on behalf of another site.

    Sec-Fetch-Site cannot be set by a page's script and decides where present; else Origin, else Referer.
    A client that sends none of the three is no browser and carries nobody's authority.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site != "same-origin"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin != f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer")
    return referer is not None and urlsplit(referer).netloc != request.get_host()


def has_session(request: HttpRequest) -> bool:
    """Tell, without touching the session, whether the visitor sent a session cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES
