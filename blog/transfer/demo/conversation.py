"""Puts the magazine's comments where they belong, and lets a moderator decide about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from blog.articles.content import sha256_of
from blog.articles.models import Article
from blog.comments import counters, moderation
from blog.comments.models import Comment, Decision, Status
from blog.markup import comment_markdown
from blog.transfer.demo.content import CommentText

Verb = Callable[..., Decision | None]

VERBS: Mapping[str, Verb] = {
    "approved": moderation.approve,
    "spam": moderation.mark_as_spam,
    "trash": moderation.trash,
}
MODERATED_AFTER = timedelta(minutes=12)


def hold(
    texts: Iterable[CommentText],
    articles: Mapping[str, Article],
    people: Mapping[str, User],
    *,
    by: User,
    now: datetime,
) -> int:
    """Store the comments, then decide about each article's; returns how many there are.

    They are history, so they pass neither the filter nor the rate limits. Raises PermissionDenied.
    """
    stored: dict[str, Comment] = {}
    groups: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for text in texts:
        comment = _comment(text, articles[text.article], stored, people, now=now)
        stored[text.id] = comment
        groups[text.article, text.status].append(comment)
    counters.shift(counters.Move(comment.article_id, "", Status.PENDING) for comment in stored.values())
    for (_slug, status), comments in groups.items():
        if status in VERBS:
            decided = max(comment.submitted_at for comment in comments) + MODERATED_AFTER
            VERBS[status](comments, by=by, now=min(decided, now))
    return len(stored)


def _comment(
    text: CommentText,
    article: Article,
    stored: Mapping[str, Comment],
    people: Mapping[str, User],
    *,
    now: datetime,
) -> Comment:
    parent = stored[text.parent] if text.parent else None
    comment = Comment(
        article=article,
        section=article.sections.get(heading=text.section) if text.section else None,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        author_url=text.url,
        body=text.body,
        html=comment_markdown.render(text.body),
        submitted_at=_submitted_at(text, article, now=now),
        body_digest=sha256_of(text.body),
    )
    _sign(comment, text, people)
    comment.full_clean()
    comment.save()
    return comment


def _submitted_at(text: CommentText, article: Article, *, now: datetime) -> datetime:
    if text.minutes_ago is not None:
        return now - timedelta(minutes=text.minutes_ago)
    return (article.publish_at or now) + timedelta(minutes=text.minutes_after or 0)


def _sign(comment: Comment, text: CommentText, people: Mapping[str, User]) -> None:
    comment.author_name, comment.author_email = text.name, text.email
    if text.by_author:
        comment.user = people[text.by_author]
        comment.author_name, comment.author_email = comment.user.get_full_name(), comment.user.email
