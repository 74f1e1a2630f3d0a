"""Addresses leave no trace but a digest that forgets by the month."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from blog.comments import networks
from blog.comments.models import Comment
from blog.lib.http import network_of

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


def test_neighbours_share_a_digest_and_strangers_do_not() -> None:
    one, neighbour, stranger = (
        network_of(address) for address in ("203.0.113.9", "203.0.113.200", "203.0.114.9")
    )
    assert networks.digest_of(one, now=NOVEMBER) == networks.digest_of(neighbour, now=NOVEMBER)
    assert networks.digest_of(one, now=NOVEMBER) != networks.digest_of(stranger, now=NOVEMBER)


def test_digests_of_two_months_or_two_keys_cannot_be_compared(settings: Any) -> None:
    network = network_of("203.0.113.9")
    before = networks.digest_of(network, now=NOVEMBER)
    assert networks.digest_of(network, now=DECEMBER) != before
    settings.SECRET_KEY = "another key, long enough to be taken for one"
    assert networks.digest_of(network, now=NOVEMBER) != before


def test_no_address_is_no_digest() -> None:
    assert networks.digest_of("", now=NOVEMBER) == ""


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8:aa:bb::1"])
def test_address_is_neither_stored_nor_logged(
    send: Callable[..., Any], caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert send(address=address).status_code == 303
        assert send(address=address, token="").status_code == 400
    row = Comment.objects.filter(network__isnull=False).values().get()
    assert len(row["network"]) == 64
    assert all(address not in str(value) for value in row.values())
    assert address not in caplog.text
