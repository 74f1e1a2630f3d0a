"""How many queries a public page may cost, and that rows do not change it."""

from collections.abc import Callable
from copy import copy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.articles.models import Article
from blog.comments.models import Comment
from blog.site.models import SiteSettings
from tests.cast import Cast
from tests.shelf import comments_on, filed_article


def queries(client: Client, path: str) -> int:
    # Django asks SQLite once for each connection whether it knows JSON.
    assert connection.features.supports_json_field
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def article_with(cast: Cast, rows: int) -> Article:
    article = filed_article(
        cast.editor,
        title=f"With {rows}",
        tags=[f"Tag{n}" for n in range(rows)],
        category="Coast",
        sections=rows,
    )
    comments_on(article, rows)
    article.comments.update(section=article.sections.order_by("position")[0])
    return article


def test_article_page_costs_five_queries_with_1_and_with_50_rows(client: Client, cast: Cast) -> None:
    few, many = article_with(cast, 1), article_with(cast, 50)
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url()) == 5


def test_pages_of_comments_cost_the_same_with_1_50_and_10_000(client: Client, cast: Cast) -> None:
    costs = []
    for rows in (1, 50, 10_000):
        article = filed_article(cast.editor, title=f"With {rows}", tags=["Mud"], category="Coast")
        section = article.sections.order_by("position")[0]
        comments_on(article, 2)
        start = article.comments.get(root=None)
        article.comments.update(section=section)
        like, copies = article.comments.get(root=start), []
        for number in range(rows):
            made = copy(like)
            made.pk, made.parent_id = None, start.pk if number % 2 else None
            made.root_id = made.parent_id
            copies.append(made)
        Comment.objects.bulk_create(copies)
        paths = [
            article.get_absolute_url(),
            f"{article.get_absolute_url()}comments/?section={section.uid}",
            f"/comments/{start.pk}/thread/",
            f"{article.get_absolute_url()}comments/feed/",
        ]
        costs.append([queries(client, path) for path in paths])
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] == [5, 6, 4, 3]


LISTS = {"/": 4, "/tags/mud/": 4, "/categories/coast/": 4, "/authors/edda-lind/": 4, "/archive/": 4}


@pytest.mark.parametrize("path", LISTS)
def test_lists_cost_four_queries_with_1_and_with_50_rows(client: Client, cast: Cast, path: str) -> None:
    SiteSettings(articles_per_page=50).save()
    filed_article(cast.editor, title="One", tags=["Mud"], category="Coast", sections=1)
    assert queries(client, path) <= LISTS[path]
    with_one = queries(client, path)
    for number in range(49):
        tags = ["Mud", f"Tag{number}"]
        filed_article(cast.editor, title=f"Many {number}", tags=tags, category="Coast", sections=1)
    assert queries(client, path) == with_one


@pytest.mark.parametrize(
    "make_path", [lambda a: f"/archive/{a.publish_at.year}/", lambda a: "/feed/", lambda a: "/feed/atom/"]
)
def test_other_lists_do_not_grow(client: Client, cast: Cast, make_path: Callable[[Article], str]) -> None:
    article = filed_article(cast.editor, title="One", tags=["Mud"], category="Coast")
    with_one = queries(client, make_path(article))
    assert with_one <= 4
    for number in range(9):
        filed_article(cast.editor, title=f"Many {number}", tags=["Mud"], category="Coast")
    assert queries(client, make_path(article)) == with_one


def test_section_link_and_missing_page_stay_cheap(client: Client, cast: Cast) -> None:
    article = filed_article(cast.editor, title="One", tags=["Mud"], category="Coast")
    uid = article.sections.all()[0].uid
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/articles/one/s/{uid}/").status_code == 302
    assert len(captured) <= 3
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/nowhere/").status_code == 404
    assert len(captured) <= 2
