"""What a verdict rests on, made ready to be looked at: marked words and the nearest earlier decisions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from blog.comments.models import Comment, FilterOpinion, Reason


@dataclass(frozen=True)
class Nearest:
    """An earlier decision on a text that was much alike; `percent` says how much."""

    comment: Comment
    was_spam: bool
    percent: int


def pieces(body: str, reasons: Iterable[Reason]) -> list[tuple[str, bool]]:
    """Return the text in pieces, each with whether it is evidence: learned words and hosts, listed texts."""
    told = {"learned-word", "learned-link", "blocked", "allowed"}
    found = {reason.evidence.strip("“”") for reason in reasons if reason.check_name in told}
    found.discard("")
    if not found:
        return [(body, False)]
    marks = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True))
    parts = re.split(rf"((?<!\w)(?:{marks})(?!\w))", body, flags=re.IGNORECASE)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def nearest(comment: Comment) -> list[Nearest]:
    """Return the decisions that were nearest when the comment came in; one query besides the opinion's."""
    opinion = FilterOpinion.objects.filter(comment=comment.pk).first()
    rows = opinion.nearest if opinion else []
    known = {found.pk: found for found in Comment.objects.filter(pk__in=[row[0] for row in rows])}
    return [
        Nearest(known[pk], bool(was_spam), round(100 * likeness))
        for pk, was_spam, likeness in rows
        if pk in known
    ]
