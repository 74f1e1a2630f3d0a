"""Campaigns: near-duplicates by text or by link, told apart from people by what they share with each other."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from blog.comments.models import TRACE_MAX_CHARS, Comment, Reason, Status, Trace, Verdict
from blog.comments.spam import plain_text

# How long a settled campaign draws newcomers along, and how far back alike texts are looked for.
FRESH = timedelta(days=7)
# People write "Thank you!" again and again; campaigns repeat sentences.
TEXT_MIN_WORDS = 6
# MinHash (Broder 1997): texts agree in one value with the probability of their likeness; four of them find
# nine tenths of the pairs that share half their words, and the words themselves decide.
MIN_HASHES = 4
ALIKE = 0.6
CANDIDATES = 20
REASON, WEIGHT = "campaign", 4.0
# What the owner allows and what is drawn to be looked at is never hidden.
SPARED_BY = ("allowed", "audit-sample")


@dataclass(frozen=True)
class Group:
    """What the row of a campaign says: how many wait, under how many names, and where the links lead."""

    key: str
    count: int
    names: int
    domains: tuple[str, ...] = ()


def words_of(text: str) -> frozenset[str]:
    """Return the words of a comment as read, without case."""
    return frozenset(plain_text.read(text).text.casefold().split())


def fingerprint(words: Iterable[str]) -> list[str]:
    """Return the smallest of each of MIN_HASHES hashes over the words; none for short texts."""
    chosen = set(words)
    if len(chosen) < TEXT_MIN_WORDS:
        return []
    digests = [hashlib.blake2b(word.encode(), digest_size=8 * MIN_HASHES).hexdigest() for word in chosen]
    return [f"{n}{min(digest[16 * n : 16 * n + 16] for digest in digests)}" for n in range(MIN_HASHES)]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words two texts have in common, 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one | other else 0.0


def domains_of(comment: Comment) -> list[str]:
    """Return the hosts a comment links to, its writer's website with them; no host twice."""
    hosts = [*plain_text.read(comment.body).hosts, urlsplit(comment.author_url).hostname or ""]
    return sorted({host.removeprefix("www.")[:TRACE_MAX_CHARS] for host in hosts if host})


def domains_above(domain: str) -> list[str]:
    """Return the domains of two labels and more that a domain lies below: a.b.example gives b.example."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(1, len(labels) - 1)]


def join(comment: Comment) -> None:
    """Keep what a stored comment shares with others and put it beside its like.

    It goes to the spam where a campaign of like text was marked as such within FRESH; a shared link alone draws
    along only what is not likely good. To be called in the transaction that stores it, before it is counted.
    """
    words, domains = words_of(comment.body), domains_of(comment)
    marks = fingerprint(words)
    retrace(comment)
    if comment.user_id is not None or not (domains or marks):
        return
    same_text = _alike(comment, words, marks)
    like = same_text or _same_link(comment, domains)
    if like is None:
        return
    _put_together(comment, like)
    is_drawn = same_text is not None or comment.verdict != Verdict.HAM
    if (
        is_drawn
        and comment.status == Status.PENDING
        and not _is_spared(comment)
        and _is_settled(comment, like)
    ):
        comment.status = Status.SPAM
        comment.save(update_fields=["status"])
        Reason.objects.create(comment=comment, check_name=REASON, weight=WEIGHT, evidence=comment.campaign)


def retrace(comment: Comment) -> None:
    """Keep what a comment shares with others, in place of what an earlier wording did."""
    comment.traces.all().delete()
    Trace.objects.bulk_create(_traces(comment))


def retrace_missing(*, after: int = 0, size: int = 500) -> tuple[int, int] | None:
    """Keep what the next `size` comments without traces share with others, past the comment `after`.

    Returns (last comment looked at, traces kept), None where there are no more. Repeating it does no harm.
    """
    bare = Comment.objects.filter(~Exists(Trace.objects.filter(comment=OuterRef("pk"))), pk__gt=after)
    rows = bare.exclude(body="").order_by("pk").only("body", "author_url")
    with transaction.atomic():
        chunk = list(rows[:size])
        kept = Trace.objects.bulk_create(trace for comment in chunk for trace in _traces(comment))
    return (chunk[-1].pk, len(kept)) if chunk else None


def _traces(comment: Comment) -> list[Trace]:
    domains = domains_of(comment)
    found = [(Trace.Kind.LINK, domain) for domain in domains]
    found += [(Trace.Kind.ABOVE, above) for above in sorted({a for d in domains for a in domains_above(d)})]
    found += [(Trace.Kind.TEXT, mark) for mark in fingerprint(words_of(comment.body))]
    return [Trace(comment=comment, kind=kind, value=value) for kind, value in found]


def _recent(comment: Comment) -> QuerySet[Comment]:
    since = comment.submitted_at - FRESH
    return (
        Comment.objects.filter(status__in=[Status.PENDING, Status.SPAM], submitted_at__gte=since)
        .exclude(pk=comment.pk)
        .order_by("-pk")
        .only("body", "campaign", "status", "decided_at", "verdict")
    )


def _alike(comment: Comment, words: frozenset[str], marks: list[str]) -> Comment | None:
    sharing = Trace.objects.filter(kind=Trace.Kind.TEXT, value__in=marks).values("comment")
    candidates = _recent(comment).filter(pk__in=sharing)[:CANDIDATES] if marks else []
    return next((other for other in candidates if likeness(words, words_of(other.body)) >= ALIKE), None)


def _same_link(comment: Comment, domains: list[str]) -> Comment | None:
    """Return somebody else's that leads to the same place, one that no approved comment names.

    Two that are both likely good are none: people share sources.
    """
    if not domains:
        return None
    links = Trace.objects.filter(kind=Trace.Kind.LINK, value__in=domains)
    known = links.filter(comment__status=Status.APPROVED).values_list("value", flat=True)
    shared = links.exclude(value__in=set(known)).values("comment")
    others = _recent(comment).filter(pk__in=shared)
    if comment.verdict == Verdict.HAM:
        others = others.exclude(verdict=Verdict.HAM)
    return others.exclude(author_email__iexact=comment.author_email).first()


def _put_together(comment: Comment, like: Comment) -> None:
    comment.campaign = like.campaign or secrets.token_hex(8)
    Comment.objects.filter(pk__in=[comment.pk, like.pk], campaign="").update(campaign=comment.campaign)


def _is_spared(comment: Comment) -> bool:
    return comment.reasons.filter(check_name__in=SPARED_BY).exists()


def _is_settled(comment: Comment, like: Comment) -> bool:
    """Tell whether a person marked the campaign as spam a short while ago."""
    since = comment.submitted_at - FRESH
    if like.status == Status.SPAM and like.decided_at and like.decided_at >= since:
        return True
    members = Comment.objects.filter(campaign=comment.campaign, status=Status.SPAM)
    return members.filter(decided_at__gte=since).exists()


def folded(waiting: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep one waiting comment of each campaign, the first that came."""
    earlier = Comment.objects.filter(
        campaign=OuterRef("campaign"), status=Status.PENDING, pk__lt=OuterRef("pk")
    )
    return waiting.filter(Q(campaign="") | ~Exists(earlier))


def with_members(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Add what waits in the same campaigns."""
    keys = comments.exclude(campaign="").order_by().values_list("campaign", flat=True)
    chosen = list(comments.order_by().values_list("pk", flat=True))
    return Comment.objects.filter(
        Q(pk__in=chosen) | Q(campaign__in=list(keys.distinct()), status=Status.PENDING)
    )


def groups(comments: Iterable[Comment]) -> dict[str, Group]:
    """Return the campaigns of these comments that have more than one waiting member (2 queries)."""
    keys = {comment.campaign for comment in comments if comment.campaign}
    if not keys:
        return {}
    waiting = Comment.objects.filter(campaign__in=keys, status=Status.PENDING).order_by()
    counts = waiting.values_list("campaign").annotate(Count("pk"), Count("author_name", distinct=True))
    domains: dict[str, list[str]] = {}
    links = Trace.objects.filter(kind=Trace.Kind.LINK, comment__in=waiting)
    for key, domain in links.values_list("comment__campaign", "value").distinct().order_by("value")[:200]:
        domains.setdefault(key, []).append(domain)
    return {
        key: Group(key, count, names, tuple(domains.get(key, ())[:3]))
        for key, count, names in counts
        if count > 1
    }
