"""Head tags: canonical address, description, OpenGraph; always on SITE_URL, always escaped."""

import re
from html import unescape

import pytest
from django.test import Client

from blog.articles import publishing, working_copy
from blog.articles.models import Article
from blog.site.models import SiteSettings
from tests.cast import Cast, live_article
from tests.shelf import filed_article, many_articles


def facts(client: Client, path: str) -> dict[str, str]:
    """Return the meta tags and link relations of a page's head."""
    head = client.get(path).content.decode().partition("</head>")[0]
    metas = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    links = re.findall(r'<link rel="(canonical|prev|next)" href="([^"]*)"', head)
    return {name: unescape(value) for name, value in metas + links}


def test_article_head_speaks_of_the_live_revision(client: Client, cast: Cast) -> None:
    article = filed_article(cast.editor, title="Ebb", tags=["Mud"], category="Coast")
    Article.objects.filter(pk=article.pk).update(title="Unseen", excerpt="Unseen")
    head = facts(client, "/articles/ebb/")
    assert head["canonical"] == head["og:url"] == "http://testserver/articles/ebb/"
    assert head["og:type"] == "article"
    assert head["og:title"] == "Ebb"
    assert head["description"] == "About Ebb"
    assert head["og:site_name"] == "Octavo"
    assert head["og:image"].startswith("http://testserver/images/")
    assert head["og:image:alt"] == "A red field"
    assert head["article:published_time"] == article.publish_at.isoformat() if article.publish_at else None


def test_description_comes_from_the_opening_where_nothing_better_is(client: Client, article: Article) -> None:
    assert facts(client, "/articles/low-water/")["description"] == "The bay empties twice a day."


def test_search_description_goes_before_the_excerpt(client: Client, cast: Cast) -> None:
    wanted = Article(
        title="Ebb", author=cast.editor, excerpt="For readers", search_description="For searchers"
    )
    article = working_copy.save(wanted, by=cast.editor).article
    saved = live_article(cast.editor, title="Other")
    saved.search_description = "For searchers"
    working_copy.save(saved, by=cast.editor)
    publishing.publish(saved, by=cast.editor)
    assert article.slug == "ebb"
    assert facts(client, "/articles/other/")["description"] == "For searchers"


def test_values_are_escaped(client: Client, cast: Cast) -> None:
    attack = '"><script>alert(1)</script>'
    SiteSettings(title=attack[:80], tagline=attack).save()
    article = live_article(cast.editor, title=attack)
    for path in ("/", article.get_absolute_url()):
        html = client.get(path).content.decode()
        assert "<script>alert" not in html, path
        assert facts(client, path)["og:site_name"] == attack


def test_a_typed_host_and_query_never_become_canonical(
    client: Client, article: Article, settings: object
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    path = f"{article.get_absolute_url()}?utm_source=x&before=y"
    head = client.get(path, headers={"host": "evil.example"}).content.decode()
    assert "evil.example" not in head
    assert 'rel="canonical" href="http://testserver/articles/low-water/"' in head


def test_pages_of_a_list_name_their_neighbours(client: Client, cast: Cast) -> None:
    SiteSettings(articles_per_page=2).save()
    many_articles(cast.editor, 5)
    first = facts(client, "/")
    assert "prev" not in first
    assert first["canonical"] == "http://testserver/"
    second = facts(client, first["next"])
    assert second["canonical"] == "http://testserver" + first["next"]
    assert facts(client, second["next"])["canonical"].startswith("http://testserver/?before=")
    assert "next" not in facts(client, second["next"])
    assert facts(client, second["prev"])["canonical"] == "http://testserver/"


@pytest.mark.parametrize("path", ["/", "/archive/", "/articles/low-water/", "/authors/edda-lind/"])
def test_every_page_tells_where_the_feeds_are(client: Client, article: Article, path: str) -> None:
    html = client.get(path).content.decode()
    assert 'type="application/rss+xml" title="Octavo" href="http://testserver/feed/"' in html
    assert 'type="application/atom+xml" title="Octavo (Atom)" href="http://testserver/feed/atom/"' in html
