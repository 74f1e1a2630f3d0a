"""Home, tag, category, author and archive: what they list, page by page."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from blog.articles.models import Article, Tag
from blog.site.models import SiteSettings
from tests.cast import Cast, live_article
from tests.shelf import HIDDEN, filed_article, hidden_article, many_articles

TITLES = re.compile(r'<h2><a href="/articles/([^"]+)/">')


def walk(client: Client, path: str, rel: str) -> list[list[str]]:
    """Return the slugs of each page, following links of one direction."""
    pages, query = [], ""
    while True:
        html = client.get(path + query).content.decode()
        pages.append(TITLES.findall(html))
        link = re.search(rf'<a rel="{rel}"[^>]*href="(\?[^"]+)"', html)
        if not link:
            return pages
        query = link[1]


@pytest.mark.parametrize(("count", "size"), [(1, 1), (7, 3), (6, 3), (5, 50)])
def test_walking_the_pages_meets_every_article_once(
    client: Client, cast: Cast, count: int, size: int
) -> None:
    SiteSettings(articles_per_page=size).save()
    many_articles(cast.editor, count)
    pages = walk(client, "/", "next")
    met = [slug for page in pages for slug in page]
    newest_first = Article.objects.public().newest_first().values_list("slug", flat=True)
    assert met == list(newest_first)
    assert all(len(page) == size for page in pages[:-1])


def test_walking_back_meets_the_same_pages(client: Client, cast: Cast) -> None:
    SiteSettings(articles_per_page=2).save()
    many_articles(cast.editor, 6)
    html = client.get("/").content.decode()
    for _ in range(2):
        html = client.get("/" + re.search(r'rel="next"[^>]*href="(\?[^"]+)"', html)[1]).content.decode()  # type: ignore[index]
    for _ in range(2):
        html = client.get("/" + re.search(r'rel="prev"[^>]*href="(\?[^"]+)"', html)[1]).content.decode()  # type: ignore[index]
    assert TITLES.findall(html) == TITLES.findall(client.get("/").content.decode())


@pytest.mark.parametrize("path", ["/", "/tags/mud/", "/categories/coast/", "/authors/edda-lind/"])
@pytest.mark.parametrize(
    "cursor", ["x", "%00", "MQ", "'--", "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMH4x", "9" * 5000]
)
def test_bad_cursor_is_not_found(client: Client, cast: Cast, path: str, cursor: str) -> None:
    filed_article(cast.editor, title="Filed", tags=["Mud"], category="Coast")
    assert client.get(f"{path}?before={cursor}").status_code == 404
    assert client.get(f"{path}?after={cursor}").status_code == 404


def test_home_without_articles_says_so(client: Client, db: None) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing has been published here yet." in response.content.decode()
    assert client.get("/archive/").status_code == 200


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_article_is_in_no_list(client: Client, cast: Cast, state: str) -> None:
    hidden_article(state, by=cast.other_author if state == "draft" else cast.editor)
    for path in ("/", "/archive/"):
        assert b"anary" not in client.get(path).content, path
    assert b'class="count"' not in client.get("/archive/").content
    year = datetime.now(UTC).year
    for path in ("/tags/canarytag/", "/categories/canaryshelf/", "/authors/edda-lind/", f"/archive/{year}/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert b"anary" not in response.content


def test_tag_category_and_author_list_their_articles_only(client: Client, cast: Cast) -> None:
    filed_article(cast.editor, title="Mine", tags=["Mud"], category="Coast")
    filed_article(cast.administrator, title="Theirs", tags=["Birds"], category="Sky")
    for path in ("/tags/mud/", "/categories/coast/", "/authors/edda-lind/"):
        assert TITLES.findall(client.get(path).content.decode()) == ["mine"], path


@pytest.mark.parametrize("path", ["/tags/none/", "/categories/none/", "/authors/none/", "/articles/none/"])
def test_unknown_name_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_tag_that_nothing_public_bears_has_no_page(client: Client, article: Article) -> None:
    Tag.objects.create(name="Unused", slug="unused")
    assert client.get("/tags/unused/").status_code == 404


def test_author_without_public_articles_has_no_page(client: Client, article: Article) -> None:
    assert client.get("/authors/edda-lind/").status_code == 200
    assert client.get("/authors/mona-reyes/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/archive/99999/",
        "/archive/0000/",
        "/archive/9999/",
        "/archive/1999/",
        "/archive/2026/13/",
        "/archive/2026/00/",
        "/archive/9999/12/",
        "/archive/0001/01/",
        "/archive/%D9%A2%D9%A0%D9%A2%D9%A6/",
    ],
)
def test_period_without_articles_or_outside_the_calendar_is_not_found(
    client: Client, article: Article, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_archive_counts_by_the_sites_own_month(client: Client, cast: Cast, settings: object) -> None:
    first, second = live_article(cast.editor, title="One"), live_article(cast.editor, title="Two")
    Article.objects.filter(pk=first.pk).update(publish_at=datetime(2026, 1, 31, 23, 59, tzinfo=UTC))
    Article.objects.filter(pk=second.pk).update(publish_at=datetime(2026, 2, 1, 0, 0, tzinfo=UTC))
    html = client.get("/archive/").content.decode()
    rows = re.findall(r'href="/archive/2026/(\d\d)/">[^<]+</a><span class="count">(\d+)<', html)
    assert rows == [("02", "1"), ("01", "1")]
    january = client.get("/archive/2026/01/").content.decode()
    assert "/articles/one/" in january
    assert "/articles/two/" not in january
    year = client.get("/archive/2026/").content.decode()
    assert year.index("/articles/two/") < year.index("/articles/one/")


def test_articles_of_every_script_have_a_page(client: Client, cast: Cast) -> None:
    article = live_article(cast.editor, title="潮の満ち引き")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert article.get_absolute_url() in client.get("/").content.decode()
