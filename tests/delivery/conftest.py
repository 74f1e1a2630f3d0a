"""What the tests of delivery need where pages move at the commit."""

import pytest
from django.db import connection

from blog.delivery import versions


@pytest.fixture(autouse=True)
def commits_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, let each statement move pages, and be seen: a test's transaction is never committed."""
    if connection.vendor != "postgresql" or "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS octavo_page_commit IMMEDIATE")
    monkeypatch.setattr(versions, "reader", lambda: versions.ClockReader(connection))
