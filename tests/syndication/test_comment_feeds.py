"""Feeds of comments: what readers may see on public articles, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.articles.models import Article
from blog.comments.models import Comment, Status
from blog.syndication.comment_feeds import FEED_SIZE
from tests.cast import Cast, live_article
from tests.shelf import HIDDEN, comments_on, hidden_article

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SITE = ["/comments/feed/", "/comments/feed/atom/"]
ARTICLE = ["/articles/low-water/comments/feed/", "/articles/low-water/comments/feed/atom/"]
FEEDS = SITE + ARTICLE


def items(client: Client, path: str) -> list[ElementTree.Element]:
    response = client.get(path)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return root.findall("channel/item") or root.findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", FEEDS)
def test_only_what_readers_may_see_is_in_a_feed(
    client: Client, cast: Cast, article: Article, path: str
) -> None:
    comments_on(article, 2)
    for status in (Status.PENDING, Status.SPAM, Status.TRASH):
        comments_on(article, 1, status=status, body="Canary")
    Comment.objects.exclude(status=Status.APPROVED).update(author_name="Canary")
    for state in HIDDEN:
        comments_on(hidden_article(state, by=cast.editor, title=f"Canary {state}"), 1, body="Canary")
    assert len(items(client, path)) == 2
    content = client.get(path).content.decode()
    assert "Canary" not in content
    assert "@octavo.example" not in content


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_article_has_no_feed_of_its_own(client: Client, cast: Cast, state: str) -> None:
    article = hidden_article(state, by=cast.editor)
    assert client.get(f"/articles/{article.slug}/comments/feed/").status_code == 404
    assert client.get(f"/articles/{article.slug}/comments/feed/atom/").status_code == 404


def test_feed_of_an_article_holds_its_own_comments(client: Client, cast: Cast, article: Article) -> None:
    comments_on(article, 1)
    comments_on(live_article(cast.editor, title="Ebb"), 3)
    assert [len(items(client, path)) for path in FEEDS] == [4, 4, 1, 1]


def test_item_says_who_wrote_what_where(client: Client, article: Article) -> None:
    comments_on(article, 1)
    html = '<p>See <a href="/archive/">all</a> \x0b</p>'
    Comment.objects.update(author_name="A < B", html=html, author_url="https://canary.example/")
    comment = Comment.objects.get()
    rss, atom = items(client, SITE[0])[0], items(client, SITE[1])[0]
    assert rss.findtext("title") == "A &lt; B on “Low water”"
    assert atom.findtext(f"{ATOM}title") == "A < B on “Low water”"
    assert rss.findtext("link") == f"http://testserver/comments/{comment.pk}/"
    assert rss.findtext("guid") == atom.findtext(f"{ATOM}id")
    for text in (rss.findtext(CONTENT), atom.findtext(f"{ATOM}content")):
        assert text == '<p>See <a href="http://testserver/archive/">all</a> </p>'


def test_pages_lead_to_the_feeds(client: Client, article: Article) -> None:
    html = client.get(article.get_absolute_url()).content.decode()
    for path in ARTICLE:
        assert (
            f'title="Replies to “Low water”{" (Atom)" if "atom" in path else ""}" href="http://testserver{path}"'
            in html
        )
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_feed_is_not_sent_again_until_something_changes(client: Client, article: Article, path: str) -> None:
    comments_on(article, 2)
    first = client.get(path)
    assert "Last-Modified" not in first, "the newest date goes back when a comment is hidden"
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Comment.objects.filter(pk=Comment.objects.latest("pk").pk).update(status=Status.TRASH)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_feed_costs_the_same_however_much_there_is(
    client: Client, cast: Cast, article: Article, path: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    comments_on(article, 1)
    assert queries() <= 3
    few = queries()
    for number in range(5):
        comments_on(live_article(cast.editor, title=f"Tide {number}"), 2)
    comments_on(article, FEED_SIZE + 5)
    assert queries() == few
    assert len(items(client, path)) == FEED_SIZE
