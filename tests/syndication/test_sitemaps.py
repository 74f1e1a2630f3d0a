"""Sitemap and robots.txt: every public page once, and nothing else."""

import re

import pytest
from django.test import Client

from blog.syndication.sitemaps import ArticleSitemap
from tests.cast import Cast, live_article
from tests.shelf import HIDDEN, filed_article, hidden_article


def locations(client: Client, path: str = "/sitemap.xml") -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return re.findall(r"<loc>([^<]+)</loc>", response.content.decode())


def test_every_public_page_is_listed_once(client: Client, cast: Cast) -> None:
    filed_article(cast.editor, title="Ebb", tags=["Mud", "Birds"], category="Coast")
    filed_article(cast.editor, title="Flow", tags=["Mud"], category="Coast")
    assert sorted(locations(client)) == [
        "http://testserver/",
        "http://testserver/archive/",
        "http://testserver/articles/ebb/",
        "http://testserver/articles/flow/",
        "http://testserver/authors/edda-lind/",
        "http://testserver/categories/coast/",
        "http://testserver/tags/birds/",
        "http://testserver/tags/mud/",
    ]
    for location in locations(client):
        assert client.get(location.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_article_is_in_no_sitemap(client: Client, cast: Cast, state: str) -> None:
    hidden_article(state, by=cast.editor)
    assert locations(client) == ["http://testserver/", "http://testserver/archive/"]


def test_last_change_is_told(client: Client, cast: Cast) -> None:
    article = live_article(cast.editor)
    assert article.updated_at
    assert f"<lastmod>{article.updated_at.date()}</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_large_site_gets_an_index_of_parts(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ArticleSitemap, "limit", 2)
    for number in range(3):
        live_article(cast.editor, title=f"Tide {number}")
    parts = locations(client)
    assert parts == [
        "http://testserver/sitemap-articles.xml",
        "http://testserver/sitemap-articles.xml?p=2",
        "http://testserver/sitemap-lists.xml",
    ]
    found = [place for part in parts for place in locations(client, part.removeprefix("http://testserver"))]
    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize(
    "path", ["/sitemap-none.xml", "/sitemap-articles.xml?p=9", "/sitemap-articles.xml?p=x"]
)
def test_unknown_part_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_typed_host_is_not_in_the_sitemap(client: Client, article: object, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    assert b"evil" not in client.get("/sitemap.xml", headers={"host": "evil.example"}).content


def test_robots_keeps_crawlers_out_of_the_admin_and_receipts(client: Client, db: None) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().split("\n\n") == [
        "User-agent: *\nDisallow: /admin/\nDisallow: /comments/receipt/",
        "Sitemap: http://testserver/sitemap.xml\n",
    ]
