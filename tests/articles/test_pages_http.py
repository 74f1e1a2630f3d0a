"""The article's page as it travels: the same for everybody, not sent twice, not shared where personal."""

import gzip
import re

import pytest
from django.test import Client

from blog.articles.models import Article
from tests.cast import PASSWORD, Cast
from tests.shelf import comments_on


def test_every_anonymous_visitor_gets_the_same_bytes(article: Article) -> None:
    comments_on(article, 2)
    path = article.get_absolute_url()
    first = Client().get(path)
    other = Client(headers={"user-agent": "Another", "accept-language": "de"}, REMOTE_ADDR="203.0.113.9").get(
        path
    )
    assert first.content == other.content
    assert not first.cookies
    assert not other.cookies


@pytest.mark.parametrize("path", ["/", "/archive/", "/authors/edda-lind/", "/nothing-here/", "/feed/"])
def test_public_pages_set_no_cookie(client: Client, article: Article, path: str) -> None:
    assert not client.get(path).cookies


def test_anonymous_page_has_no_token_of_a_session(client: Client, article: Article) -> None:
    assert b"csrfmiddlewaretoken" not in client.get(article.get_absolute_url()).content


def test_article_page_varies_with_the_cookie(client: Client, article: Article) -> None:
    response = client.get(article.get_absolute_url())
    assert "Cookie" in response["Vary"]
    assert "private" not in response.get("Cache-Control", "")


def test_unchanged_page_is_not_sent_again(client: Client, article: Article) -> None:
    path = article.get_absolute_url()
    etag = client.get(path)["ETag"]
    again = client.get(path, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert not again.content
    comments_on(article, 1)
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200


def test_page_is_compressed_and_its_weak_etag_still_answers(client: Client, article: Article) -> None:
    path = article.get_absolute_url()
    plain = client.get(path).content
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    again = client.get(path, headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert again.status_code == 304


def test_editor_with_a_session_sees_the_edit_link_on_a_private_page(
    client: Client, cast: Cast, article: Article
) -> None:
    client.login(username="edda", password=PASSWORD)
    response = client.get(article.get_absolute_url())
    assert f"/admin/blog/article/{article.pk}/change/" in response.content.decode()
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("username", ["arno", "mona"])
def test_others_with_a_session_see_no_edit_link(
    client: Client, cast: Cast, article: Article, username: str
) -> None:
    client.login(username=username, password=PASSWORD)
    assert "Edit this article" not in client.get(article.get_absolute_url()).content.decode()


def test_a_made_up_session_cookie_shows_the_plain_page(client: Client, article: Article) -> None:
    client.cookies["octavo"] = "not-a-session"
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert "Edit this article" not in response.content.decode()


def test_pages_answer_reading_only(client: Client, article: Article) -> None:
    assert client.post(article.get_absolute_url()).status_code == 405
    assert client.head(article.get_absolute_url()).status_code == 200


def test_page_asks_no_other_site_for_anything(client: Client, article: Article) -> None:
    html = client.get(article.get_absolute_url()).content.decode()
    loaded = re.findall(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]+(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert "<style" not in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
