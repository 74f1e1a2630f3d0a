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

from blog.articles import publishing, working_copy
from blog.articles.models import Article
from blog.comments import moderation, page
from blog.comments.models import Comment, Status
from blog.comments.threads import READABLE_DEPTH, hue_of, initials_of, thread_of
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
    assert [(entry.name, entry.depth) for entry in thread_of(article).entries] == [
        ("a", 0),
        ("c", 1),
        ("e", 2),
        ("d", 1),
        ("b", 0),
        ("f", 1),
    ]
    assert outline(rendered(article)) == "[(a[(c[(e)])(d)])(b[(f)])]"


def test_thread_of_any_depth_is_indented_to_a_readable_one(plant: Plant, article: Article) -> None:
    last = None
    for number in range(1200):
        last = plant(f"n{number}", last)
    thread = thread_of(article)
    assert thread.entries[-1].depth == 1199
    html = rendered(article)
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
    assert [entry.name for entry in thread_of(article).entries] == ["approved"]


def test_badge_is_the_accounts_and_never_the_names(plant: Plant, article: Article, cast: Cast) -> None:
    name = article.author.author_profile.display_name
    plant(name)
    plant("x", user=cast.moderator)
    assert "badge" not in rendered(article)
    plant(name, user=article.author)
    assert rendered(article).count('class="badge"') == 1


def test_sections_are_counted_and_named_as_readers_see_them(
    plant: Plant, article: Article, cast: Cast
) -> None:
    mud, birds = (article.sections.get(heading=heading) for heading in ("Mud", "Birds"))
    first = plant("a", section=mud)
    plant("b", first, section=mud)
    plant("c", section=birds)
    plant("d", section=article.sections.get(heading=""))
    assert thread_of(article).section_counts[mud.uid] == 2
    html = rendered(article)
    assert f'<p class="on">on <a href="#{mud.anchor}">Mud</a></p>' in html
    assert ">the introduction</a>" in html
    working_copy.save(Article.objects.get(pk=article.pk), by=cast.editor, sections=[], removed={birds.uid})
    assert ">Birds</a>" in rendered(article), "not published yet"
    publishing.publish(article, by=cast.editor)
    article.refresh_from_db()
    assert "on a section that is not part of the article any more" in rendered(article)
    assert birds.uid not in thread_of(article).section_counts


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
    facts = {"article": article, "thread": thread_of(article), "comment_form": True}
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
