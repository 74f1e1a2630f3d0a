"""Pages of threads: every comment once whatever comes or goes, bounded, and found by its permalink."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from blog.articles.models import Article
from blog.comments.models import Comment, Status
from blog.comments.threads import READABLE_DEPTH
from blog.comments.turning import Size, Thread, address_of, conversation, page_of_threads
from blog.lib.paging import cursor_of
from tests.cast import live_article, make_cast

BEGAN = timezone.now() - timedelta(days=9)
SMALL = Size(threads=3, comments=6, replies=2)


def plant(article: Article, number: int, under: Comment | None = None, **changes: Any) -> Comment:
    """Store a comment written `number` minutes after the first."""
    values = {
        "article": article,
        "parent": under,
        "root_id": (under.root_id or under.pk) if under else None,
        "author_name": f"n{number}",
        "author_email": f"n{number}@reader.example",
        "body": f"n{number}",
        "html": f"<p>n{number}</p>",
        "status": Status.APPROVED,
        "submitted_at": BEGAN + timedelta(minutes=number),
        **changes,
    }
    return Comment.objects.create(**values)


def chain(article: Article, count: int) -> list[Comment]:
    comments: list[Comment] = []
    for number in range(count):
        comments.append(plant(article, number, comments[-1] if comments else None))
    return comments


def forward(turn: Callable[..., Thread], between: Callable[[], None] = lambda: None) -> Iterator[Thread]:
    page = turn()
    yield page
    while page.later:
        between()
        page = turn(after=page.later)
        yield page


def names(pages: Iterator[Thread] | list[Thread]) -> list[str]:
    return [entry.name for page in pages for entry in page.entries]


class EveryPage(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.article = live_article(make_cast().editor)

    @settings(max_examples=25, deadline=None)
    @given(
        count=st.integers(1, 14),
        ties=st.integers(1, 3),
        events=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=5),
        is_backwards=st.booleans(),
    )
    def test_what_comes_and_goes_meanwhile_loses_and_doubles_nothing(
        self, count: int, ties: int, events: list[tuple[bool, int]], is_backwards: bool
    ) -> None:
        # Several may share a moment, as imported ones do.
        stable = [plant(self.article, n // ties * 2) for n in range(count)]
        hidden: set[int] = set()
        left = iter(events)

        def happen() -> None:
            comes, place = next(left, (True, 0))
            if comes:
                plant(self.article, place, author_name="late")
            else:
                victim = stable[place % count]
                hidden.add(victim.pk)
                Comment.objects.filter(pk=victim.pk).update(status=Status.TRASH)

        def turn(after: str = "") -> Thread:
            cursor = {"before" if is_backwards else "after": after} if after else {}
            page = page_of_threads(self.article, size=SMALL, **cursor)
            # The mirror: what lies before, from the end.
            return Thread(page.entries, page.count, page.later, page.earlier) if is_backwards else page

        end = plant(self.article, 999, author_name="end")
        begin = cursor_of(end.submitted_at, end.pk) if is_backwards else ""
        pages = list(forward(lambda after="": turn(after or begin), happen))
        seen = [entry.id for page in pages for entry in page.entries]
        assert len(seen) == len(set(seen))
        assert {c.pk for c in stable} - hidden <= set(seen)
        assert all(len(page.entries) <= SMALL.threads for page in pages)

    @settings(max_examples=12, deadline=None)
    @given(
        parents=st.lists(st.integers(0, 30), min_size=1, max_size=22),
        hidden=st.sets(st.integers(0, 21), max_size=5),
    )
    def test_every_permalink_leads_to_its_comment_among_what_it_answers(
        self, parents: list[int], hidden: set[int]
    ) -> None:
        comments: list[Comment] = []
        for number, above in enumerate(parents):
            comments.append(plant(self.article, number, comments[above] if above < number else None))
        gone = {comments[n].pk for n in hidden if n < len(comments)}
        Comment.objects.filter(pk__in=gone).update(status=Status.SPAM)
        by_id = {comment.pk: comment for comment in comments}
        # A test sends the small size along; the door uses the usual one.
        client = Client()
        for comment in comments:
            if comment.pk in gone:
                assert client.get(f"/comments/{comment.pk}/").status_code == 404
                continue
            page = opened(self.article, address_of(comment, size=SMALL))
            shown = {entry.id for entry in page.entries}
            above = comment.parent_id
            while above and above not in gone:
                assert above in shown
                above = by_id[above].parent_id
            assert comment.pk in shown
            assert not shown & gone


def opened(article: Article, address: str) -> Thread:
    """Return the page an address leads to, at the small size."""
    path, _, anchor = address.partition("#c")
    path, _, query = path.partition("?")
    cursor = dict(part.split("=") for part in query.split("&") if part)
    if path.startswith("/articles/"):
        return page_of_threads(article, size=SMALL, **cursor)
    start = int(path.split("/")[2])
    assert path == f"/comments/{start}/thread/"
    assert cursor == {"at": anchor}
    return conversation(article, start, at=Comment.objects.get(pk=anchor), size=SMALL)


def test_page_holds_so_many_threads_and_comments(article: Article) -> None:
    starts = [plant(article, n) for n in range(5)]
    for n in range(10):
        plant(article, 10 + n, starts[1])
    pages = list(forward(lambda **cursor: page_of_threads(article, size=SMALL, **cursor)))
    assert [names([page]) for page in pages] == [["n0", "n1", "n10", "n11", "n2"], ["n3", "n4"]]
    rest = pages[0].entries[3]
    assert (rest.rest_url, rest.rest_count) == (f"/comments/{starts[1].pk}/thread/", 10)
    tight = page_of_threads(article, size=Size(threads=3, comments=3, replies=2))
    assert names([tight]) == ["n0"], "the second thread would not fit"
    assert names([page_of_threads(article, size=Size(threads=3, comments=2, replies=9), after=tight.later)])[
        0
    ] == ("n1"), "one thread always does"


def test_conversation_turns_by_reply_both_ways(article: Article) -> None:
    comments = chain(article, 15)
    pages = list(
        forward(lambda **cursor: conversation(article, comments[0].pk, size=Size(comments=6), **cursor))
    )
    assert [[int(name[1:]) for name in names([page])] for page in pages] == [
        [0, 1, 2, 3, 4, 5, 6],
        [0, 7, 8, 9, 10, 11, 12],
        [0, 13, 14],
    ]
    back = conversation(article, comments[0].pk, before=pages[2].earlier, size=Size(comments=6))
    assert names([back]) == names([pages[1]])
    assert back.later == pages[1].later
    orphan = pages[1].entries[1]
    assert orphan.answers
    assert (orphan.answers.name, orphan.answers.href) == ("n6", f"/comments/{comments[6].pk}/")


def test_hidden_start_keeps_its_place_and_its_name_to_itself(article: Article) -> None:
    first, gone, last = plant(article, 0), plant(article, 1, author_name="Canary"), plant(article, 2)
    plant(article, 3, gone)
    Comment.objects.filter(pk=gone.pk).update(status=Status.PENDING)
    page = page_of_threads(article)
    assert names([page]) == [first.author_name, "n3", last.author_name]
    assert page.count == 3
    alone = conversation(article, gone.pk)
    assert names([alone]) == ["n3"]
    assert alone.entries[0].answers is None


def test_deep_comment_is_unfolded_by_its_permalink(client: Client, article: Article) -> None:
    comments = chain(article, 40)
    deepest = comments[-1]
    assert f"c{deepest.pk}" not in client.get(article.get_absolute_url()).content.decode()
    answer = client.get(f"/comments/{deepest.pk}/")
    assert answer["Location"] == f"/comments/{comments[0].pk}/thread/?at={deepest.pk}#c{deepest.pk}"
    html = client.get(answer["Location"]).content.decode()
    shown = [n for n, comment in enumerate(comments) if f'id="c{comment.pk}"' in html]
    assert shown == [0, *range(19, 40)], "the start, and the nearest answers above it"
    shallow = comments[READABLE_DEPTH]
    assert client.get(f"/comments/{shallow.pk}/")["Location"] == f"/articles/low-water/#c{shallow.pk}"


def test_comment_of_a_later_page_is_found_there(client: Client, article: Article) -> None:
    comments = [plant(article, n) for n in range(60)]
    address = client.get(f"/comments/{comments[55].pk}/")["Location"]
    assert address.startswith("/articles/low-water/comments/?after=")
    html = client.get(address).content.decode()
    assert f'id="c{comments[55].pk}"' in html
    assert f'id="c{comments[54].pk}"' not in html
    assert 'rel="prev"' in html


@pytest.mark.parametrize("status", [Status.PENDING, Status.SPAM, Status.TRASH])
def test_hidden_comments_have_no_page_of_their_own(client: Client, article: Article, status: str) -> None:
    hidden = plant(article, 0, status=status)
    for path in ("", "thread/", "section/"):
        assert client.get(f"/comments/{hidden.pk}/{path}").status_code == 404
    start = plant(article, 1)
    reply = plant(article, 2, start, status=status)
    assert client.get(f"/comments/{start.pk}/thread/?at={reply.pk}").status_code == 404
    assert client.get(f"/comments/{reply.pk}/thread/").status_code == 404
