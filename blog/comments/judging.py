"""Judging a submission: the layers and what was learned, what follows for the status, and the reasons kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.crypto import salted_hmac

from blog.comments import advisers, attack, learning, list_rules, trust
from blog.comments.models import Comment, FilterOpinion, Reason, Status
from blog.comments.spam import trust as trust_layer
from blog.comments.spam import verdict
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.learned import Learned
from blog.comments.spam.verdict import Verdict
from blog.comments.trust import Writer
from blog.site.models import CommentMode, SiteSettings

# One in so many hidden comments is shown to a person anyway: what nobody ever sees teaches nothing.
AUDIT_ONE_IN = 200
AUDIT_CHECK = "audit-sample"
_SALT = "blog.comments.judging"


@dataclass(frozen=True)
class Prepared:
    """What is found out before anything is locked: what was learned, and the rules in force."""

    learned: Learned
    evidence: Evidence


def prepare(comment: Comment, evidence: Evidence, *, settings: SiteSettings, writer: Writer) -> Prepared:
    """Return all that is known of a comment that need not be stored yet: three queries, mostly."""
    known = replace(
        evidence,
        body=comment.body,
        author_url=comment.author_url,
        author_name=comment.author_name,
        author_email=comment.author_email,
        rules=list_rules.in_force(),
        trust=writer.trust,
        approved_before=writer.approved,
    )
    return Prepared(learning.opinion_on(comment, settings=settings), known)


def decide(comment: Comment, prepared: Prepared) -> Verdict:
    """Give a comment its verdict, score and first status; `record` keeps the reasons once it is stored."""
    opinion = verdict.judge(prepared.evidence, learned=prepared.learned)
    comment.verdict, comment.score = opinion.label, opinion.score
    comment.status = _status(comment, opinion)
    return opinion


def _status(comment: Comment, opinion: Verdict) -> Status:
    return Status.SPAM if is_hidden(comment, opinion) else Status.PENDING


def is_hidden(comment: Comment, opinion: Verdict) -> bool:
    """Tell whether a comment goes among the spam: what is drawn to be shown does not, but of a muted writer all."""
    return is_muted(opinion) or (opinion.hides and not is_audit(comment))


def is_muted(opinion: Verdict) -> bool:
    """Tell whether it is the writer who is hidden, whatever was written."""
    return any(reason.check == trust_layer.MUTED for reason in opinion.reasons)


def may_publish(comment: Comment, writer: Writer, *, mode: CommentMode, now: datetime) -> bool:
    """Tell whether a stored comment may appear before anybody has read it, because of who wrote it.

    What the filter holds for spam waits, what belongs to a campaign, and everything during an attack.
    """
    is_clean = comment.status == Status.PENDING and comment.verdict != verdict.SPAM and not comment.campaign
    return is_clean and trust.passes(writer, mode=mode) and attack.is_calm(now)


def weigh_proof(comment: Comment, writer: Writer) -> list[Reason]:
    """Give a stored comment the score and verdict it has with its writer proven, and return all its reasons.

    Nothing is stored. A verdict beyond doubt stays as it is.
    """
    rows = list(comment.reasons.all())
    told = Evidence(trust=writer.trust, approved_before=writer.approved)
    found = list(trust_layer.reasons(told))
    if not found or FilterOpinion.objects.filter(comment=comment, hides=True).exists():
        return rows
    rows += [
        Reason(comment=comment, check_name=one.check, weight=one.weight, evidence=one.evidence)
        for one in found
    ]
    comment.score = sum(row.weight for row in rows if _counts(row))
    comment.verdict = verdict.label_of(comment.score)
    for row in rows:
        row.without = verdict.label_of(comment.score - (row.weight if _counts(row) else 0.0))
    return rows


def _counts(row: Reason) -> bool:
    """Tell whether a reason counts once the writer is proven; an opinion from outside never helps to publish."""
    return row.check_name not in advisers.CHECKS or row.weight > 0


def note_proof(comment: Comment, writer: Writer) -> None:
    """Keep that the writer's address is proven by now as a reason of a stored verdict."""
    rows = weigh_proof(comment, writer)
    Reason.objects.bulk_create([row for row in rows if row.pk is None])
    Reason.objects.bulk_update([row for row in rows if row.pk is not None], ["without"])
    comment.save(update_fields=["score", "verdict"])


def is_audit(comment: Comment) -> bool:
    """Tell whether a comment would be shown to a person although the filter hides it.

    The draw is keyed, so that no sender can look for a text that passes, and the same for the same comment.
    """
    told = f"{comment.article_id} {comment.author_email} {comment.network} {comment.body_digest}"
    return int(salted_hmac(_SALT, told, algorithm="sha256").hexdigest(), 16) % AUDIT_ONE_IN == 0


def record(comment: Comment, opinion: Verdict, learned: Learned) -> None:
    """Keep the reasons of a stored comment, and what the filter thought of it: two queries."""
    rows = [
        Reason(
            comment=comment,
            check_name=reason.check,
            weight=reason.weight,
            evidence=reason.evidence[:200],
            without=reason.without,
        )
        for reason in opinion.reasons
    ]
    is_drawn = opinion.hides and is_audit(comment) and not is_muted(opinion)
    if is_drawn:
        rows.append(Reason(comment=comment, check_name=AUDIT_CHECK, weight=0.0, without=opinion.label))
    Reason.objects.bulk_create(rows)
    FilterOpinion.objects.create(
        comment=comment,
        score=learned.score,
        hides=opinion.hides,
        is_audit=is_drawn,
        nearest=[[near.key, near.is_spam, round(near.likeness, 3)] for near in learned.nearest],
    )
