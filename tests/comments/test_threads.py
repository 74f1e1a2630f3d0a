"""Threads: order, depth, orphans, whose badge, and what a hundred of them cost."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import moderation, page
from blog.comments.models import Comment, Status
from blog.comments.threads import READABLE_DEPTH, hue_of, initials_of
from blog.comments.turning import Size, conversation, page_of_threads
from tests.cast import Cast

Plant = Callable[..., Comment]


@pytest.fixture
def plant(article: Article) -> Plant:
    """Return `plant(name, under=None)`: an approved comment, straight into the store."""
    began = timezone.now()

    def plant(name: str, under: Comment | None = None, **changes: Any) -> Comment:
        return Comment.objects.create(
            article=article,
            parent=under,
            root_id=(under.root_id or under.pk) if under else None,
            author_name=name,
            author_email=f"{name}@reader.example",
            body=name,
            html=f"<p>{name}</p>",
            status=Status.APPROVED,
            submitted_at=began + timedelta(seconds=Comment.objects.count()),
            **changes,
        )

    return plant


def rendered(article: Article) -> str:
    request = RequestFactory().get("/")
    facts = page.discussion(request, article, site_days=None)
    return render_to_string("blog/comments/_thread.html", {"article": article, **facts}, request)


def outline(html: str) -> str:
    """Return the shape of the lists, with the names of the writers."""
    parts = re.findall(r"<(ol|/ol|li|/li)\b[^>]*>|<bdi>([^<]+)</bdi></b>", html)
    return "".join({"ol": "[", "/ol": "]", "li": "(", "/li": ")"}.get(tag, name) for tag, name in parts)


def test_replies_stand_under_what_they_answer_in_order_of_writing(plant: Plant, article: Article) -> None:
    a = plant("a")
    b = plant("b")
    c = plant("c", a)
    plant("d", a)
    plant("e", c)
    plant("f", b)
    assert [(entry.name, entry.depth) for entry in page_of_threads(article).entries] == [
        ("a", 0),
        ("c", 1),
        ("e", 2),
        ("d", 1),
        ("b", 0),
        ("f", 1),
    ]
    assert outline(rendered(article)) == "[(a[(c[(e)])(d)])(b[(f)])]"


def chain(plant: Plant, count: int) -> list[Comment]:
    comments: list[Comment] = []
    for number in range(count):
        comments.append(plant(f"n{number}", comments[-1] if comments else None))
    return comments


def test_deep_answers_are_folded_behind_a_link(plant: Plant, article: Article) -> None:
    comments = chain(plant, 10)
    html = rendered(article)
    shape = outline(html)
    assert shape.count("[") == shape.count("]") == READABLE_DEPTH + 1
    assert shape.count("(") == shape.count(")") == READABLE_DEPTH + 1
    assert re.findall(r'class="rest"><a href="([^"]+)"', html) == [f"/comments/{comments[5].pk}/"]


def test_conversation_of_any_depth_is_indented_to_a_readable_one(plant: Plant, article: Article) -> None:
    comments = chain(plant, 1200)
    thread = conversation(article, comments[0].pk, size=Size(comments=2000))
    assert thread.entries[-1].depth == 1199
    facts = {"article": article, "thread": thread}
    html = render_to_string("blog/comments/_thread.html", facts)
    shape = outline(html)
    assert shape.count("[") == shape.count("]") == READABLE_DEPTH + 1
    assert shape.count("(") == shape.count(")") == 1200
    parents = {entry.id: entry.parent_id for entry in thread.entries}
    answered = re.findall(
        r'id="c(\d+)">(?:(?!</header>).)*</header>\n<p class="on">answering <a href="#c(\d+)"', html
    )
    assert len(answered) == 1199 - READABLE_DEPTH
    assert all(parents[int(pk)] == int(above) for pk, above in answered)


def test_reply_to_a_hidden_comment_follows_the_thread(plant: Plant, article: Article, cast: Cast) -> None:
    a = plant("a")
    b = plant("b", a)
    plant("c", b)
    moderation.trash([b], by=cast.moderator)
    assert outline(rendered(article)) == "[(a[(c)])]"
    moderation.trash([a], by=cast.moderator)
    assert outline(rendered(article)) == "[(c)]"


def test_only_approved_comments_are_shown(plant: Plant, article: Article) -> None:
    for status in Status.values:
        plant(status).__class__.objects.filter(author_name=status).update(status=status)
    assert [entry.name for entry in page_of_threads(article).entries] == ["approved"]


def test_badge_is_the_accounts_and_never_the_names(plant: Plant, article: Article, cast: Cast) -> None:
    name = article.author.author_profile.display_name
    plant(name)
    plant("x", user=cast.moderator)
    assert "badge" not in rendered(article)
    plant(name, user=article.author)
    assert rendered(article).count('class="badge"') == 1


@pytest.mark.parametrize("count", [0, 1, 50])
def test_thread_and_form_cost_one_query(
    plant: Plant, article: Article, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        plant(f"n{number}", section=article.sections.first())
    with django_assert_num_queries(1):
        rendered(article)


def test_hundred_comments_are_rendered_small(plant: Plant, article: Article) -> None:
    for number in range(100):
        plant(f"Reader {number}")
    facts = {
        "article": article,
        "thread": page_of_threads(article, size=Size(threads=100)),
        "comment_form": True,
    }
    html = render_to_string("blog/comments/_thread.html", facts)
    assert len(gzip.compress(html.encode())) < 6_000, "3.9 KB when this was written"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Mara Lindqvist", "ML"),
        ("lena", "L"),
        ("Ana de la Cruz", "AC"),
        ("李 明", "李明"),
        ("!", "!"),
        ("ß", "S"),
        ("🦀 crab", "C"),
    ],
)
def test_avatars_are_made_of_the_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials
    assert 0 <= hue_of(name) < 8
    assert hue_of(name) == hue_of(name.upper() if name != "ß" else name)


def test_email_and_network_are_in_no_page(plant: Plant, article: Article) -> None:
    plant("canary", network="f00d" * 16)
    html = rendered(article)
    assert "canary@reader.example" not in html
    assert "f00d" not in html
