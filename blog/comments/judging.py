"""Judging a submission: the layers and what was learned, what follows for the status, and the reasons kept."""

from dataclasses import dataclass, replace

from django.utils.crypto import salted_hmac

from blog.comments import learning, list_rules
from blog.comments.models import Comment, FilterOpinion, Reason, Status
from blog.comments.spam import verdict
from blog.comments.spam.evidence import Evidence
from blog.comments.spam.learned import Learned
from blog.comments.spam.verdict import Verdict
from blog.site.models import SiteSettings

# One in so many hidden comments is shown to a person anyway: what nobody ever sees teaches nothing.
AUDIT_ONE_IN = 200
AUDIT_CHECK = "audit-sample"
_SALT = "blog.comments.judging"


@dataclass(frozen=True)
class Prepared:
    """What is found out before anything is locked: what was learned, and the rules in force."""

    learned: Learned
    evidence: Evidence


def prepare(comment: Comment, evidence: Evidence, *, settings: SiteSettings) -> Prepared:
    """Return all that is known of a comment that need not be stored yet: three queries, mostly."""
    known = replace(
        evidence,
        body=comment.body,
        author_url=comment.author_url,
        author_name=comment.author_name,
        author_email=comment.author_email,
        rules=list_rules.in_force(),
    )
    return Prepared(learning.opinion_on(comment, settings=settings), known)


def decide(comment: Comment, prepared: Prepared) -> Verdict:
    """Give a comment its verdict, score and first status; `record` keeps the reasons once it is stored."""
    opinion = verdict.judge(prepared.evidence, learned=prepared.learned)
    comment.verdict, comment.score = opinion.label, opinion.score
    comment.status = _status(comment, opinion)
    return opinion


def _status(comment: Comment, opinion: Verdict) -> Status:
    if opinion.hides and not is_audit(comment):
        return Status.SPAM
    return Status.APPROVED if may_publish(comment, opinion) else Status.PENDING


def may_publish(comment: Comment, opinion: Verdict) -> bool:
    """Tell whether a comment may appear before anybody has read it. Everything waits."""
    return False


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
    is_drawn = opinion.hides and is_audit(comment)
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
