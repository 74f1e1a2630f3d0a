"""Later pages of a discussion through HTTP: plain links, one address for each page, nothing private."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from blog.articles import addresses
from blog.articles.models import Article
from blog.comments import counters
from blog.comments.models import Comment
from tests.cast import Cast
from tests.comments.test_turning import chain, plant
from tests.shelf import hidden_article


def links(html: str, rel: str) -> list[str]:
    """Return the addresses of the page's own links and of its head's with a relation."""
    pattern = rf'<(?:a|link) rel="{rel}"[^>]*href="([^"]*comments/[^"]*)"'
    return [address.replace("&amp;", "&") for address in re.findall(pattern, html)]


def test_every_comment_is_reached_by_plain_links_forward_and_back(client: Client, article: Article) -> None:
    comments = [plant(article, n) for n in range(120)]
    counters.repair()
    path, seen, pages = article.get_absolute_url(), [], []
    while path:
        html = client.get(path).content.decode()
        assert "120 replies" in html
        seen += [int(pk) for pk in re.findall(r'id="c(\d+)"', html)]
        pages.append(path)
        path = next(iter(links(html, "next")), "")
    assert seen == [comment.pk for comment in comments]
    assert len(pages) == 3
    assert len(set(links(html, "prev"))) == 1, "the head and the page agree"
    earlier = client.get(links(html, "prev")[0])
    assert re.findall(r'id="c(\d+)"', earlier.content.decode())[0] == str(comments[50].pk)
    beginning = client.get(links(earlier.content.decode(), "prev")[0])
    assert beginning["Location"] == "/articles/low-water/#comments"


def test_later_page_names_itself_and_pages_found_twice_are_not_indexed(
    client: Client, article: Article
) -> None:
    for n in range(120):
        plant(article, n)
    later = links(client.get(article.get_absolute_url()).content.decode(), "next")[0]
    html = client.get(later).content.decode()
    assert "<title>Replies to “Low water” · " in html
    assert f'<link rel="canonical" href="http://testserver{later}">' in html
    assert "noindex" not in html
    back = client.get(links(client.get(links(html, "next")[0]).content.decode(), "prev")[0])
    assert b'content="noindex, follow"' in back.content


def test_addresses_without_a_page_lead_to_the_beginning(client: Client, article: Article) -> None:
    only = plant(article, 0)
    plant(article, 1, only)
    assert client.get("/articles/low-water/comments/")["Location"] == "/articles/low-water/#comments"
    end = "MjAzNi0xMS0yM1QxMDowMDowMCswMDowMH45OQ"
    assert client.get(f"/articles/low-water/comments/?after={end}")["Location"].endswith("#comments")
    assert client.get(f"/comments/{only.pk}/thread/").status_code == 200
    assert (
        client.get(f"/comments/{only.pk}/thread/?after={end}")["Location"] == f"/comments/{only.pk}/thread/"
    )


@pytest.mark.parametrize("cursor", ["x", "%00", "9" * 5000, "é"])
@pytest.mark.parametrize("name", ["after", "before", "at"])
def test_made_up_cursors_lead_nowhere(client: Client, article: Article, name: str, cursor: str) -> None:
    start = plant(article, 0)
    assert client.get(f"/comments/{start.pk}/thread/?{name}={cursor}").status_code == 404
    if name != "at":
        assert client.get(f"/articles/low-water/comments/?{name}={cursor}").status_code == 404


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished", "trashed"])
def test_pages_of_hidden_articles_do_not_exist(client: Client, cast: Cast, state: str) -> None:
    article = hidden_article(state, by=cast.editor)
    start = plant(article, 0, section=article.sections.get())
    uid = article.sections.get().uid
    for path in (
        f"/articles/{article.slug}/comments/",
        f"/articles/{article.slug}/comments/?section={uid}",
        f"/comments/{start.pk}/",
        f"/comments/{start.pk}/thread/",
        f"/comments/{start.pk}/section/",
    ):
        assert client.get(path).status_code == 404, path


def test_old_addresses_lead_on_with_their_cursor(client: Client, article: Article, cast: Cast) -> None:
    for n in range(60):
        plant(article, n)
    later = links(client.get(article.get_absolute_url()).content.decode(), "next")[0]
    addresses.change_slug(article, "ebb", by=cast.editor)
    moved = client.get(later)
    assert moved.status_code == 301
    assert moved["Location"] == later.replace("low-water", "ebb")
    assert client.get(moved["Location"]).status_code == 200
    assert client.get("/articles/low-water-too/comments/").status_code == 404


def test_pages_are_the_same_bytes_for_every_visitor(article: Article) -> None:
    comments = chain(article, 12)
    for path in (
        f"/comments/{comments[0].pk}/thread/",
        f"/comments/{comments[0].pk}/thread/?at={comments[9].pk}",
    ):
        answers = [Client(REMOTE_ADDR=f"203.0.113.{n}").get(path) for n in (1, 2)]
        assert answers[0].content == answers[1].content
        assert "Cookie" in answers[0]["Vary"]
        assert not any(answer.cookies for answer in answers)


def test_section_page_shows_its_discussion_and_takes_replies_to_it(client: Client, article: Article) -> None:
    mud, birds = (article.sections.get(heading=heading) for heading in ("Mud", "Birds"))
    first = plant(article, 0, section=mud)
    plant(article, 1, first, section=mud)
    plant(article, 2, section=birds)
    plant(article, 3, section=mud, status="pending", author_name="Canary")
    page = client.get(article.get_absolute_url()).content.decode()
    path = f"/articles/low-water/comments/?section={mud.uid}"
    assert f'<a href="{path}" data-talk>2 replies to this section</a>' in page
    html = client.get(path).content.decode()
    assert re.findall(r'id="c(\d+)"', html) == [str(first.pk), str(first.pk + 1)]
    assert "2 replies" in html
    assert "Canary" not in html
    assert f'<a href="/articles/low-water/#{mud.anchor}">“Mud”</a>' in html
    assert f'name="section" value="{mud.uid}"' in html
    assert 'content="noindex, follow"' in html
    for uid in ("nosuchuid0", "%00", "a b"):
        assert client.get(f"/articles/low-water/comments/?section={uid}").status_code == 404


def test_section_page_turns_within_its_section(client: Client, article: Article) -> None:
    mud = article.sections.get(heading="Mud")
    for n in range(110):
        plant(article, n, section=mud if n % 2 else None)
    path, seen = f"/articles/low-water/comments/?section={mud.uid}", 0
    while path:
        html = client.get(path).content.decode()
        assert "55 replies" in html
        seen += html.count('class="comment"')
        path = next(iter(links(html, "next")), "")
    assert seen == 55
    first = client.get(links(html, "prev")[0])
    assert first["Location"] == f"/articles/low-water/comments/?section={mud.uid}"


def test_comments_are_shown_in_order_of_writing_not_of_storing(client: Client, article: Article) -> None:
    late, early = plant(article, 5), plant(article, 1)
    reply = plant(article, 9, late)
    # Imported ones may be older than what they answer.
    Comment.objects.filter(pk=reply.pk).update(submitted_at=late.submitted_at - timedelta(days=1))
    html = client.get(article.get_absolute_url()).content.decode()
    assert re.findall(r'id="c(\d+)"', html) == [str(c.pk) for c in (early, late, reply)]
