"""Which comments stand on which page: threads are paged by the comment that began them.

A cursor names a place in the order, not a number of rows, so a comment that comes or goes shifts nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection
from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from blog.articles.models import Article
from blog.comments.models import Comment
from blog.comments.querysets import CommentQuerySet
from blog.comments.threads import Entry, Row, arranged, rows_of
from blog.lib.paging import beyond, cursor_of

# How many answers above a comment are shown with it where its thread is too long for one page.
ANSWERS_ABOVE = 20


@dataclass(frozen=True)
class Size:
    """How much a page holds: threads, comments in all (one thread at least), replies of each thread."""

    threads: int = 50
    comments: int = 100
    replies: int = 20


@dataclass(frozen=True)
class Thread:
    """One page of comments in display order; `count` is how many there are in all.

    The cursors lead to the pages beside it (empty string: none).
    """

    entries: list[Entry]
    count: int
    earlier: str = ""
    later: str = ""

    def holds(self, pk: int) -> bool:
        """Tell whether a comment is shown on this page."""
        return any(entry.id == pk for entry in self.entries)


def page_of_threads(
    article: Article,
    *,
    section: int | None = None,
    after: str = "",
    before: str = "",
    size: Size | None = None,
) -> Thread:
    """Return the threads after or before a cursor, by default the first ones: one query.

    `section`: only those that began at the section with this primary key. Raises BadCursor.
    """
    size = size or Size()
    starts = Comment.objects.filter(article=article.pk).thread_starts()
    if section is not None:
        starts = starts.filter(section=section)
    if after or before:
        starts = starts.filter(beyond("submitted_at", after or before, "gt" if after else "lt"))
    order = ("-submitted_at", "-pk") if before and not after else ("submitted_at", "pk")
    starts = starts.order_by(*order)[: size.threads + 1]
    comments = Comment.objects.filter(article=article.pk).in_threads(starts, each=size.replies + 2)
    rows = rows_of(comments, revision=article.live_id, author_id=article.author_id)
    threads = [list(group) for _, group in groupby(rows, key=lambda row: row.entry.thread_id)]
    return _page(article, threads, size, is_backwards=bool(before and not after), has_earlier=bool(after))


def _page(
    article: Article, threads: list[list[Row]], size: Size, *, is_backwards: bool, has_earlier: bool
) -> Thread:
    kept = _fitting(threads[::-1], size)[::-1] if is_backwards else _fitting(threads, size)
    has_more = len(kept) < len(threads)
    entries = [entry for rows in kept for entry in _shown(rows, size)]
    is_whole = not (has_more or has_earlier or is_backwards or any(e.rest_url or e.folded for e in entries))
    return Thread(
        entries,
        len(entries) if is_whole else max(article.approved_comment_count, len(entries)),
        earlier=_cursor(kept[0][0]) if kept and (has_more if is_backwards else has_earlier) else "",
        later=_cursor(kept[-1][0]) if kept and (is_backwards or has_more) else "",
    )


def _cursor(row: Row) -> str:
    return cursor_of(row.began, row.entry.thread_id)


def _fitting(threads: Sequence[list[Row]], size: Size) -> list[list[Row]]:
    """Return the first threads that fit the page; the first one always does."""
    kept: list[list[Row]] = []
    room = size.comments
    for rows in threads[: size.threads]:
        room -= min(len(rows), size.replies + 1)
        if kept and room < 0:
            break
        kept.append(rows)
    return kept


def _shown(rows: list[Row], size: Size) -> list[Entry]:
    """Return what is shown of one thread; behind the last one the way to the rest."""
    entries = arranged((row.entry for row in rows[: size.replies + 1]), folds=True)
    if len(rows) > size.replies + 1:
        entries[-1].rest_url = reverse("comment-thread", args=[entries[-1].thread_id])
        entries[-1].rest_count = rows[0].reply_count
    return entries


def conversation(
    article: Article,
    start: int,
    *,
    after: str = "",
    before: str = "",
    at: Comment | None = None,
    size: Size | None = None,
) -> Thread:
    """Return one thread by the comment that began it, its replies in order of writing: one query.

    `at` begins the page with that reply and shows the answers above it as well (one query more). `count` is
    that of the thread. Raises BadCursor.
    """
    size = size or Size()
    if at is not None:
        after = cursor_of(at.submitted_at, at.pk - 1)
    is_backwards = bool(before and not after)
    replies = Comment.objects.approved().filter(article=article.pk, root=start)
    if after or before:
        replies = replies.filter(beyond("submitted_at", after or before, "gt" if after else "lt"))
    order = ("-submitted_at", "-pk") if is_backwards else ("submitted_at", "pk")
    chosen = replies.order_by(*order)[: size.comments + 1].values("pk")
    context = {start} | (set(_above(at.pk)) if at else set())
    shown = Comment.objects.approved().filter(Q(pk__in=chosen) | Q(pk__in=context), article=article.pk)
    rows = rows_of(shown, revision=article.live_id, author_id=article.author_id)
    return _part(rows, context, size, is_backwards=is_backwards, has_earlier=bool(after))


def _part(rows: list[Row], context: set[int], size: Size, *, is_backwards: bool, has_earlier: bool) -> Thread:
    replies = [row for row in rows if row.entry.id not in context]
    has_more = len(replies) > size.comments
    kept = replies[-size.comments :] if is_backwards else replies[: size.comments]
    dropped = {row.entry.id for row in replies} - {row.entry.id for row in kept}
    entries = arranged((row.entry for row in rows if row.entry.id not in dropped), folds=False)
    start = rows[0] if rows and rows[0].entry.root_id is None else None
    return Thread(
        entries,
        start.reply_count + 1 if start else len(entries),
        earlier=_reply_cursor(kept[0]) if kept and (has_more if is_backwards else has_earlier) else "",
        later=_reply_cursor(kept[-1]) if kept and (is_backwards or has_more) else "",
    )


def _reply_cursor(row: Row) -> str:
    return cursor_of(row.at, row.entry.id)


_ABOVE = """
WITH RECURSIVE above (id, parent_id, step) AS (
    SELECT id, parent_id, 0 FROM blog_comment WHERE id = %s
    UNION ALL
    SELECT c.id, c.parent_id, above.step + 1
    FROM blog_comment c JOIN above ON c.id = above.parent_id WHERE above.step < %s
)
SELECT id FROM above WHERE step > 0
"""


def _above(pk: int) -> list[int]:
    """Return the nearest ANSWERS_ABOVE comments above one, whatever their status: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [pk, ANSWERS_ABOVE])
        return [row[0] for row in cursor.fetchall()]


def address_of(comment: Comment, *, size: Size | None = None) -> str:
    """Return where an approved comment is shown, unfolded, with what it answers: a path with its anchor.

    That is the article's page, a later page of its threads, or that of its own thread (4 queries at most).
    """
    article, anchor = comment.article, f"#c{comment.pk}"
    if page_of_threads(article, size=size).holds(comment.pk):
        return article.get_absolute_url() + anchor
    start = comment.root or comment
    here = cursor_of(start.submitted_at, start.pk - 1)
    if page_of_threads(article, after=here, size=size).holds(comment.pk):
        return f"{reverse('article-comments', args=[article.slug])}?after={here}{anchor}"
    return f"{reverse('comment-thread', args=[start.pk])}?at={comment.pk}{anchor}"


def replies_per_section() -> Coalesce:
    """Return how many approved comments answer a section, to be read along with rows that have a `section`."""
    approved: CommentQuerySet = Comment.objects.approved().filter(section=OuterRef("section_id"))
    counts = approved.order_by().annotate(count=Func(F("pk"), function="COUNT")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
