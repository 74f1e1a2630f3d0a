"""Feeds: the newest public articles in full, under ids that never change."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles import addresses, publishing
from blog.articles.models import Article
from blog.site.models import SiteSettings
from blog.syndication.feeds import FEED_SIZE
from tests.cast import Cast, live_article
from tests.shelf import HIDDEN, filed_article, hidden_article, many_articles

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FEEDS = ["/feed/", "/feed/atom/"]


def parsed(client: Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def items(client: Client, path: str) -> list[ElementTree.Element]:
    return parsed(client, path).findall("channel/item") or parsed(client, path).findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_article_is_in_no_feed(client: Client, cast: Cast, path: str, state: str) -> None:
    hidden_article(state, by=cast.editor)
    live_article(cast.editor)
    assert len(items(client, path)) == 1
    assert b"anary" not in client.get(path).content


@pytest.mark.parametrize(
    "path", ["/tags/canarytag/feed/", "/categories/canaryshelf/feed/", "/tags/none/feed/"]
)
def test_topic_without_public_articles_has_no_feed(client: Client, cast: Cast, path: str) -> None:
    hidden_article("unpublished", by=cast.editor)
    assert client.get(path).status_code == 404


def test_feed_carries_every_section_and_absolute_addresses(client: Client, cast: Cast) -> None:
    body = '<p>See <a href="/archive/">all</a><span class="footnote">A note.</span></p>'
    live_article(cast.editor, sections=[("First", body), ("Second & last", "<p>End.</p>")])
    for path in FEEDS:
        item = items(client, path)[0]
        text = item.findtext(CONTENT) or item.findtext(f"{ATOM}content") or ""
        assert "<h2>First</h2>" in text
        assert "<h2>Second &amp; last</h2>" in text
        assert 'href="http://testserver/archive/"' in text
        assert 'href="http://testserver/articles/low-water/#n-' in text
        assert "A note." in text
        assert 'href="/' not in text
        assert 'href="#' not in text


def test_pictures_are_in_the_feed_with_absolute_addresses(client: Client, cast: Cast) -> None:
    filed_article(cast.editor, title="Ebb", tags=["Mud"], category="Coast")
    item = items(client, "/feed/atom/")[0]
    assert [c.get("term") for c in item.findall(f"{ATOM}category")] == ["Coast", "Mud"]
    assert item.findtext(f"{ATOM}summary") == "About Ebb"


def test_id_outlives_slug_title_and_date(client: Client, cast: Cast, article: Article) -> None:
    def ids() -> list[str | None]:
        return [
            items(client, "/feed/")[0].findtext("guid"),
            items(client, "/feed/atom/")[0].findtext(f"{ATOM}id"),
        ]

    before = ids()
    assert before[0] == before[1]
    assert str(before[0]).startswith("tag:testserver,")
    addresses.change_slug(article, "ebb", by=cast.editor)
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(days=400), title="New")
    assert ids() == before
    assert items(client, "/feed/")[0].find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert items(client, "/feed/")[0].findtext("link") == "http://testserver/articles/ebb/"


def test_title_and_text_survive_markup_and_control_characters(client: Client, cast: Cast) -> None:
    article = live_article(
        cast.editor, title="A < B & C", sections=[("Bell", "<p>ding\x07 \x0bdong \ufffe</p>")]
    )
    assert article.live
    assert items(client, "/feed/atom/")[0].findtext(f"{ATOM}title") == "A < B & C"
    # Readers take the titles of RSS for HTML.
    assert items(client, "/feed/")[0].findtext("title") == "A &lt; B &amp; C"
    assert "ding dong" in (items(client, "/feed/")[0].findtext(CONTENT) or "")


def test_feed_names_the_site_and_itself(client: Client, article: Article) -> None:
    SiteSettings(title="The Tidal Review", tagline="Coasts").save()
    feed = parsed(client, "/feed/atom/")
    assert feed.findtext(f"{ATOM}title") == "The Tidal Review"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/", "self": "http://testserver/feed/atom/"}


def test_author_is_named_without_mail_address(client: Client, article: Article) -> None:
    content = client.get("/feed/atom/").content.decode()
    assert "<name>Edda Lind</name>" in content
    assert "octavo.example" not in content
    assert "octavo.example" not in client.get("/feed/").content.decode()


def test_topic_feeds_hold_their_articles_only(client: Client, cast: Cast) -> None:
    filed_article(cast.editor, title="Mine", tags=["Mud"], category="Coast")
    filed_article(cast.editor, title="Other", tags=["Birds"], category="Sky")
    for path in ("/tags/mud/feed/", "/categories/coast/feed/"):
        assert [item.findtext(f"{ATOM}title") for item in items(client, path)] == ["Mine"]


def test_feed_holds_the_newest(client: Client, cast: Cast) -> None:
    many_articles(cast.editor, FEED_SIZE + 2)
    links = [item.findtext("link") for item in items(client, "/feed/")]
    newest = Article.objects.public().newest_first()[:FEED_SIZE]
    assert links == [f"http://testserver{article.get_absolute_url()}" for article in newest]


@pytest.mark.parametrize("path", FEEDS)
def test_feed_is_not_sent_again_until_it_changes(client: Client, cast: Cast, path: str) -> None:
    older, newer = live_article(cast.editor, title="Older"), live_article(cast.editor, title="Newer")
    assert older.pk != newer.pk
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    publishing.unpublish(newer, by=cast.editor)
    since = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    after = client.get(path, headers={"if-none-match": first["ETag"], "if-modified-since": since})
    assert after.status_code == 200
    assert client.get(path, headers={"if-modified-since": since}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_feed_without_articles_is_still_a_feed(client: Client, db: None, path: str) -> None:
    assert items(client, path) == []
