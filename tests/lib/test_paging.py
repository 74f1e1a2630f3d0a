"""Keyset paging: every row once, in order, however often one turns the page."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.articles.models import Article
from blog.lib.paging import BadCursor, page_of
from tests.cast import Cast

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def shelf(cast: Cast) -> list[int]:
    """Twenty-three rows, several of the same second; keys newest first."""
    rows = [
        Article(title=f"n{n}", slug=f"n{n}", author=cast.editor, saved_at=START + timedelta(seconds=n // 3))
        for n in range(23)
    ]
    Article.objects.bulk_create(rows)
    return list(Article.objects.order_by("-saved_at", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
def test_turning_older_pages_shows_every_row_once(shelf: list[int], size: int) -> None:
    seen: list[int] = []
    cursor = ""
    while True:
        page = page_of(Article.objects.all(), by="saved_at", size=size, before=cursor)
        seen += [row.pk for row in page.rows]
        if not page.older:
            break
        cursor = page.older
    assert seen == shelf


def test_turning_back_leads_to_the_page_one_came_from(shelf: list[int]) -> None:
    first = page_of(Article.objects.all(), by="saved_at", size=5)
    second = page_of(Article.objects.all(), by="saved_at", size=5, before=first.older)
    back = page_of(Article.objects.all(), by="saved_at", size=5, after=second.newer)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert first.newer == ""
    assert back.newer == ""


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "AAAA", "MjAyNg", "%00", "é", "MjAyNi0wMS0wMX4x", "a" * 5000])
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        page_of(Article.objects.all(), by="saved_at", size=5, before=cursor)


@given(st.text(max_size=80))
def test_no_cursor_crashes(cursor: str) -> None:
    from blog.lib.paging import _read

    try:
        _read(cursor)
    except BadCursor:
        return
    assert cursor
