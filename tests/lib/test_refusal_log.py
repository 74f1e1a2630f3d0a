"""The log in a flood: one line a minute with a count, and everything else as it was."""

import logging
from collections.abc import Iterator
from unittest.mock import Mock, patch

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from blog.lib.refusal_log import RefusalPace

REQUESTS = logging.getLogger("django.request")


@pytest.fixture
def clock() -> Iterator[Mock]:
    """Put a pace with a clock of its own in the place of the installed one."""
    # Setting Django up again, as its WSGI entry does, puts in one more.
    installed = [one for one in REQUESTS.filters if isinstance(one, RefusalPace)]
    assert installed
    clock = Mock(return_value=1000.0)
    with patch.object(REQUESTS, "filters", [RefusalPace(clock=clock)]):
        yield clock
    assert all(one in REQUESTS.filters for one in installed)


def answered(status: int) -> None:
    request = RequestFactory().post("/articles/low-water/reply/")
    response = HttpResponse(status=status)
    log_response("%s: %s", response.reason_phrase, request.path, request=request, response=response)


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def test_flood_of_refusals_is_a_line_a_minute_with_their_number(
    caplog: pytest.LogCaptureFixture, clock: Mock
) -> None:
    for _ in range(500):
        answered(503)
        answered(429)
    assert told(caplog) == [
        ("WARNING", "1 refused (429 or 503) since the last such line; now /articles/low-water/reply/")
    ]
    caplog.clear()
    clock.return_value += 60
    answered(503)
    answered(503)
    assert [message.partition(" ")[0] for _, message in told(caplog)] == ["1000"]
    assert all(record.levelno == logging.WARNING for record in caplog.records)


def test_other_answers_and_faults_are_told_each(caplog: pytest.LogCaptureFixture, clock: Mock) -> None:
    for status in (404, 404, 403, 500, 500):
        answered(status)
    REQUESTS.error("Fault", exc_info=(ValueError, ValueError("x"), None), extra={"status_code": 503})
    REQUESTS.error("Fault", exc_info=(ValueError, ValueError("x"), None), extra={"status_code": 503})
    assert [level for level, _ in told(caplog)] == ["WARNING"] * 3 + ["ERROR"] * 4


def test_line_is_left_out_where_only_errors_are_wanted(caplog: pytest.LogCaptureFixture, clock: Mock) -> None:
    with caplog.at_level(logging.ERROR, logger="django.request"):
        answered(503)
    assert told(caplog) == []
