"""Puts the magazine's comments where they belong, and lets a moderator decide about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from blog.articles.models import Article
from blog.comments import counters, moderation, rules, submission
from blog.comments.models import Comment, Decision, Status
from blog.comments.spam.evidence import Evidence
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
    texts: Sequence[CommentText],
    articles: Mapping[str, Article],
    people: Mapping[str, User],
    *,
    by: User,
    now: datetime,
) -> int:
    """Store the comments, then decide about each article's; returns how many there are.

    What readers see is history and passes neither the filter nor the rate limits; the queue is received as it would
    be from visitors. Raises PermissionDenied, SubmissionRefused.
    """
    stored: dict[str, Comment] = {}
    history = [text for text in texts if text.status == "approved"]
    queue = [text for text in texts if text.status != "approved"]
    for text in history:
        stored[text.id] = _comment(text, articles[text.article], stored, people, now=now)
    counters.shift(counters.Move(comment.article_id, "", Status.PENDING) for comment in stored.values())
    _decide(history, stored, by=by, now=now)
    for text in queue:
        stored[text.id] = _received(text, articles[text.article], stored, now=now)
    _decide(queue, stored, by=by, now=now)
    return len(stored)


def _decide(texts: Iterable[CommentText], stored: Mapping[str, Comment], *, by: User, now: datetime) -> None:
    groups: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for text in texts:
        groups[text.article, text.status].append(stored[text.id])
    for (_slug, status), comments in groups.items():
        if status in VERBS:
            decided = max(comment.submitted_at for comment in comments) + MODERATED_AFTER
            VERBS[status](comments, by=by, now=min(decided, now))


def _received(
    text: CommentText, article: Article, stored: Mapping[str, Comment], *, now: datetime
) -> Comment:
    section = article.sections.get(heading=text.section) if text.section else None
    return submission.receive(
        article,
        body=text.body,
        author_name=text.name,
        author_email=text.email,
        author_url=text.url,
        parent=stored[text.parent] if text.parent else None,
        section_uid=section.uid if section else "",
        evidence=Evidence(),
        now=_submitted_at(text, article, now=now),
    )


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
        body_digest=rules.body_digest(text.body),
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
