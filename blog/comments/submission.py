"""Receiving a comment: validate, judge, store, count, announce."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.models import Article, RevisionSection
from blog.comments import (
    admission,
    announcements,
    attack,
    campaigns,
    commenters,
    counters,
    judging,
    moderation,
    ownership,
    proofs,
    rate_limit,
    remembered,
    rules,
    trust,
)
from blog.comments.counters import Move
from blog.comments.judging import Prepared
from blog.comments.models import Comment, Status
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.learned import Learned
from blog.comments.trust import Standing, Writer
from blog.markup import comment_markdown
from blog.site.models import SiteSettings
from blog.site.profiles import profile_of

# A retried or doubled post arrives within it; the same words by the same person a day later are new ones.
DUPLICATE_WINDOW = timedelta(hours=24)
# How far back a text is looked for among all comments, as evidence.
REPETITION_WINDOW = timedelta(days=90)


class SubmissionRefused(ValidationError):
    """The comment cannot be taken: `error_dict` has the reasons by field, `code` the first reason's code."""

    def __init__(self, reasons: dict[str, ValidationError]) -> None:
        super().__init__(dict(reasons))
        self.code = next(iter(reasons.values())).code


class NotPublic(SubmissionRefused):
    """Visitors must not learn that this article exists."""


class CommentsClosed(SubmissionRefused):
    """The article takes no more comments."""


class Banned(SubmissionRefused):
    """No comment is taken from this address."""


class TooManyComments(SubmissionRefused):
    """The network has sent as many as it may for now."""

    def __init__(self, reasons: dict[str, ValidationError], *, retry_after: timedelta) -> None:
        super().__init__(reasons)
        self.retry_after = retry_after


class QueueIsFull(TooManyComments):
    """Everybody together has sent as many as the site takes for now."""


def is_open(article: Article, *, site_days: int | None, now: datetime | None = None) -> bool:
    """Tell whether the article takes comments at `now`; `site_days`: the site's
    `comments_close_after_days`.
    """
    closes_at = article.comments_close_at(site_days=site_days)
    is_late = closes_at is not None and closes_at <= (now or timezone.now())
    return article.comment_policy == Article.CommentPolicy.OPEN and not is_late


def receive(
    article: Article,
    *,
    body: str,
    author_name: str = "",
    author_email: str = "",
    author_url: str = "",
    parent: Comment | None = None,
    section_uid: str = "",
    user: User | AnonymousUser | None = None,
    evidence: Evidence,
    browser: str = "",
    settings: SiteSettings | None = None,
    now: datetime | None = None,
) -> Comment:
    """Take in a comment; it waits in the queue, or among the spam where the filter is sure.

    Where `browser` (a token of `remembered.py`) shows that the address is the sender's, it appears at once if the
    article's policy lets them pass. A user who may moderate writes under their public profile, whatever was typed,
    and is approved at once. The same text by the same person in the same place within DUPLICATE_WINDOW is the same
    comment: it is returned again. `settings`: where the caller has read them already. Raises SubmissionRefused
    (NotPublic, CommentsClosed, Banned, TooManyComments where they apply).
    """
    now = now or timezone.now()
    settings = settings or SiteSettings.current()
    _refuse_unless_open(article, settings, now)
    staff = user if isinstance(user, User) and moderation.may_moderate(user, article=article) else None
    typed = {"body": body, "author_name": author_name, "author_email": author_email, "author_url": author_url}
    fields = _identity(staff) | _valid({"body": body}) if staff else _valid(typed)
    row = _live_section(article, section_uid)
    seen = Comment(article=article, parent=parent, submitted_at=now, **fields)
    seen.body_digest = rules.body_digest(seen.body)
    if not staff:
        earlier = _kept_out(seen, evidence, settings)
        if earlier:
            return earlier
    writer = Writer("") if staff else _admitted(fields["author_email"], browser, settings, now)
    # Found out before anything is locked: what was learned may have to be loaded.
    prepared = Prepared(Learned(), evidence)
    if not staff:
        prepared = judging.prepare(seen, evidence, settings=settings, writer=writer)
    with transaction.atomic():
        # Posts queue here, so that of two equal ones the second finds the first.
        counters.lock()
        parent = _answerable(article, parent)
        comment = _comment(article, fields, parent=parent, row=row, user=staff, now=now)
        comment.is_proven = writer.is_proven
        earlier = _same(comment)
        if earlier:
            return earlier
        prepared = replace(prepared, evidence=_completed(prepared.evidence, comment))
        if not staff:
            # Asked again, now that nobody else writes: limits hold to the last comment.
            _kept_out(comment, evidence, settings)
            proofs.spend(evidence.proof, now=now)
        _store(comment, prepared)
        announcements.after_commit(announcements.comment_received, comment=comment)
        _settle(comment, staff, writer, settings, now)
    return comment


def _settle(
    comment: Comment, staff: User | None, writer: Writer, settings: SiteSettings, now: datetime
) -> None:
    if staff:
        moderation.approve([comment], by=staff, now=now)
        comment.refresh_from_db(fields=["status", "decided_at"])
    else:
        ownership.settle(comment, writer, settings=settings, now=now)


def _refuse_unless_open(article: Article, settings: SiteSettings, now: datetime) -> None:
    if not article.is_public(now=now):
        raise NotPublic(_reason(_("There is no such article."), "not-public"))
    if not is_open(article, site_days=settings.comments_close_after_days, now=now):
        raise CommentsClosed(_reason(_("Comments on this article are closed."), "closed"))


def _reason(message: str, code: str, field: str = NON_FIELD_ERRORS) -> dict[str, ValidationError]:
    return {field: ValidationError(message, code=code)}


def _admitted(email: str, browser: str, settings: SiteSettings, now: datetime) -> Writer:
    """Return what is known of the writer (1 query, 2 where they are proven). Raises Banned."""
    writer = trust.look_up(email, settings=settings)
    if writer.commenter is not None and writer.standing == Standing.BANNED:
        commenters.note_refusal(writer.commenter, now=now)
        raise Banned(
            _reason(
                _("We do not take comments under this address any more. Your text is kept below."), "banned"
            )
        )
    return trust.proven(writer, now=now) if remembered.proves(browser, writer.commenter) else writer


def _valid(typed: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    errors: dict[str, ValidationError] = {}
    for field, text in typed.items():
        try:
            values[field] = rules.FIELDS[field](text)
        except ValidationError as error:
            errors[field] = error
    if errors:
        raise SubmissionRefused(errors)
    return values


def _identity(user: User) -> dict[str, Any]:
    return {"author_name": profile_of(user).display_name, "author_email": user.email, "author_url": ""}


def _live_section(article: Article, uid: str) -> RevisionSection | None:
    """Return the section as its readers see it now."""
    if not uid:
        return None
    # The databases do not agree about odd characters in a parameter; no uid has one.
    known = RevisionSection.objects.filter(revision=article.live_id, section__uid=uid)
    row = known.only("pk", "section").first() if uid.isalnum() else None
    if row is None:
        raise SubmissionRefused(
            _reason(
                _("This section is no longer part of the article. Send again to answer the article."),
                "section",
            )
        )
    return row


def _answerable(article: Article, parent: Comment | None) -> Comment | None:
    """Return the parent as it stands now; missing, hidden and foreign ones are told apart by nobody."""
    if parent is None:
        return None
    found = Comment.objects.approved().filter(pk=parent.pk, article=article.pk).first()
    if found is None:
        raise SubmissionRefused(
            _reason(
                _("The comment you are answering is not there any more. Send again to answer the article."),
                "parent",
            )
        )
    return found


def _comment(
    article: Article,
    fields: dict[str, Any],
    *,
    parent: Comment | None,
    row: RevisionSection | None,
    user: User | None,
    now: datetime,
) -> Comment:
    comment = Comment(article=article, parent=parent, user=user, submitted_at=now, **fields)
    if parent:
        # A reply stands in the conversation it answers, whatever section was named.
        comment.root_id = parent.root_id or parent.pk
        comment.section_id, comment.answered_row_id = parent.section_id, parent.answered_row_id
    elif row:
        comment.section_id, comment.answered_row = row.section_id, row
    comment.html = comment_markdown.render(comment.body)
    comment.body_digest = rules.body_digest(comment.body)
    return comment


def _same(comment: Comment) -> Comment | None:
    return (
        Comment.objects.typed_under(comment.author_email)
        .filter(
            body_digest=comment.body_digest,
            article=comment.article_id,
            parent=comment.parent_id,
            submitted_at__gt=comment.submitted_at - DUPLICATE_WINDOW,
        )
        .order_by("pk")
        .first()
    )


def _completed(evidence: Evidence, comment: Comment) -> Evidence:
    """Add what only the store knows."""
    since = comment.submitted_at - REPETITION_WINDOW
    return replace(
        evidence,
        body=comment.body,
        author_url=comment.author_url,
        same_text_count=Comment.objects.filter(
            body_digest=comment.body_digest, submitted_at__gt=since
        ).count(),
        recent_from_network=rate_limit.sent_within(
            evidence.network, timedelta(hours=1), now=comment.submitted_at
        ),
    )


def _kept_out(comment: Comment, evidence: Evidence, settings: SiteSettings) -> Comment | None:
    """Refuse a comment that may not come in now, unless it is there already: then return that one.

    Nothing was written or locked for it. Raises TooManyComments, QueueIsFull.
    """
    now = comment.submitted_at
    obstacle = admission.obstacle(evidence, settings=settings, now=now)
    if obstacle is None:
        return None
    earlier = _same(comment)
    if earlier is None:
        attack.note_refusal(now, is_full=obstacle.is_full, cap=settings.queue_cap)
        kind, code = (QueueIsFull, "full") if obstacle.is_full else (TooManyComments, "rate")
        raise kind(_reason(obstacle.message, code), retry_after=obstacle.retry_after)
    return earlier


def _store(comment: Comment, prepared: Prepared) -> None:
    comment.network = prepared.evidence.network
    opinion = judging.decide(comment, prepared)
    if comment.user_id is not None:
        comment.status = Status.PENDING
    comment.save(force_insert=True)
    judging.record(comment, opinion, prepared.learned)
    campaigns.join(comment)
    counters.shift([Move(comment.article_id, "", comment.status)])
