"""Readers' reports: taken in without an account, weighed, and shown to moderators.

What keeps a crowd, or one person with many addresses, from taking comments off a page: a network speaks once
about a comment; networks that were mostly overruled are not counted; what a moderator has decided about is not
asked again; words of the site's own people stay; and of one article only a few comments a day go back to the
queue by reports. Whatever lies beyond waits for a moderator under "Reported", and stays on the page meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.access import require
from blog.articles.models import Article
from blog.comments import counters, flag_outcomes, moderation
from blog.comments.models import FLAG_WORDS_MAX_CHARS, Comment, Decision, DecisionItem, Flag, Status
from blog.lib.text import one_line, storable
from blog.site.models import SiteSettings

# Somebody who tidies up after a spammer reports a handful; a /24 or /56 is shared by few who do so at once.
LIMITS = ((timedelta(minutes=10), 5), (timedelta(days=1), 20))
# So many of a network's reports must have been overruled, and more than were agreed with, to silence it.
OVERRULED_MIN = 2
# How many comments may go back to the queue by reports within a day: of one article, the larger of a number
# and one in so many of its published ones; and of the whole site.
# Moderators know by then; more rows would only be a way to fill the disk.
STORED_MAX = 50
DAY = timedelta(days=1)
RETURNS_PER_ARTICLE = 3
RETURNS_ONE_IN = 20
RETURNS_PER_SITE = 20


class NotReportable(ValueError):
    """Visitors do not see such a comment."""


class TooManyReports(ValidationError):
    """The network has sent as many as it may for now."""

    def __init__(self, *, retry_after: timedelta) -> None:
        super().__init__(_("Many reports came from your network. Please come back later."), code="rate")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Told:
    """What readers reported about a comment and nobody has settled yet."""

    count: int
    reasons: str


def reportable() -> QuerySet[Comment]:
    """Return the comments visitors see."""
    return Comment.objects.approved().filter(article__in=Article.objects.public())


@transaction.atomic
def report(
    comment: Comment, *, reason: str, words: str = "", network: str, now: datetime | None = None
) -> Flag:
    """Take in a reader's report; enough of them return the comment to the queue.

    `network`: the keyed digest of the reader's network, "" where it is not known. A second report of a network
    about the same comment changes nothing: the first is returned; nor is anything stored beyond STORED_MAX about
    one comment. Raises NotReportable, ValidationError
    (TooManyReports where the network has sent too many).
    """
    now = now or timezone.now()
    words = _valid(reason, words)
    # Locked, so that two reports at once count each other; the counts first, as everywhere.
    counters.lock()
    found = reportable().select_related("article").select_for_update(of=("self",), no_key=True)
    locked = found.filter(pk=comment.pk).first()
    if locked is None:
        raise NotReportable
    earlier = Flag.objects.filter(comment=locked, network=network).first()
    if earlier:
        return earlier
    _refuse_flood(network, now)
    flag = Flag(comment=locked, reason=reason, words=words, network=network, at=now)
    if reason in _settled_reasons(locked):
        flag.outcome = Flag.Outcome.SETTLED
    if locked.flags.filter(outcome=flag.outcome).count() < STORED_MAX:
        flag.save(force_insert=True)
    if flag.outcome == Flag.Outcome.OPEN and _is_due(locked) and _has_room(locked.article, now):
        moderation.return_flagged(locked, now=now)
    return flag


def _valid(reason: str, words: str) -> str:
    if reason not in Flag.Reason.values:
        raise ValidationError({"reason": _("Please choose what is wrong with it.")}, code="reason")
    line = one_line(storable(words))
    if len(line) > FLAG_WORDS_MAX_CHARS:
        raise ValidationError(
            {
                "words": _("This has %(length)s characters; at most %(limit)s fit.")
                % {"length": len(line), "limit": FLAG_WORDS_MAX_CHARS}
            },
            code="too-long",
        )
    return line


def _refuse_flood(network: str, now: datetime) -> None:
    # Where no network is known one limit would hit everybody; such reports are one voice anyway.
    for window, limit in LIMITS if network else ():
        sent = Flag.objects.filter(network=network, at__gt=now - window).order_by("-at")
        times = list(sent.values_list("at", flat=True)[limit - 1 : limit])
        if times:
            raise TooManyReports(retry_after=times[0] + window - now)


def _settled_reasons(comment: Comment) -> set[str]:
    """Return for which reasons a moderator has let the comment stand with the words it has now."""
    overruled = Flag.objects.filter(comment=comment, outcome=Flag.Outcome.OVERRULED)
    if comment.edited_at:
        overruled = overruled.filter(settled_at__gte=comment.edited_at)
    return set(overruled.values_list("reason", flat=True))


def _is_due(comment: Comment) -> bool:
    threshold = SiteSettings.current().flags_return_after
    if not threshold or comment.user_id is not None:
        return False
    networks = set(flag_outcomes.open_on([comment.pk]).values_list("network", flat=True))
    return len(networks) >= threshold and len(networks - unheard(networks)) >= threshold


def unheard(networks: Iterable[str]) -> set[str]:
    """Return the networks whose reports count for nothing, because moderators mostly disagreed (1 query)."""
    settled = Flag.objects.filter(network__in=list(networks)).order_by().values("network")
    records = settled.annotate(
        upheld=Count("pk", filter=Q(outcome=Flag.Outcome.UPHELD)),
        overruled=Count("pk", filter=Q(outcome=Flag.Outcome.OVERRULED)),
    )
    return {
        row["network"]
        for row in records
        if row["overruled"] >= OVERRULED_MIN and row["overruled"] > row["upheld"]
    }


def _has_room(article: Article, now: datetime) -> bool:
    """Tell whether reports may still take a comment off the article's page today."""
    returned = DecisionItem.objects.filter(
        decision__verb=Decision.Verb.FLAG, decision__at__gt=now - DAY, to_status=Status.PENDING
    )
    of_article = returned.filter(comment__article=article).count()
    allowed = max(RETURNS_PER_ARTICLE, article.approved_comment_count // RETURNS_ONE_IN)
    return of_article < allowed and returned.count() < RETURNS_PER_SITE


@transaction.atomic
def dismiss(comment: Comment, *, by: moderation.Actor, now: datetime | None = None) -> int:
    """Settle the open reports about a comment that stays where it is; return how many. Raises PermissionDenied."""
    require(moderation.may_moderate(by, article=comment.article))
    counters.lock()
    flags = flag_outcomes.open_on([comment.pk])
    return flag_outcomes.close(flags, Flag.Outcome.OVERRULED, by=by.pk, at=now or timezone.now())


def told(comments: Iterable[Comment]) -> Mapping[int, Told]:
    """Return what is reported about comments and not settled, by id (1 query)."""
    rows = flag_outcomes.open_on([comment.pk for comment in comments]).values_list("comment", "reason")
    reasons: dict[int, Counter[str]] = {}
    for pk, reason in rows:
        reasons.setdefault(pk, Counter())[reason] += 1
    return {pk: Told(found.total(), in_words(found)) for pk, found in reasons.items()}


def in_words(reasons: Counter[str]) -> str:
    """Return the reasons, the most frequent first, with their number where it is not one."""
    labels = dict(Flag.Reason.choices)
    return ", ".join(
        f"{labels[Flag.Reason(reason)]} ({number})" if number > 1 else str(labels[Flag.Reason(reason)])
        for reason, number in reasons.most_common()
    )


def reported() -> QuerySet[Comment]:
    """Return the published comments with open reports."""
    flags = Flag.objects.filter(outcome=Flag.Outcome.OPEN)
    return Comment.objects.approved().filter(pk__in=flags.values("comment"))
