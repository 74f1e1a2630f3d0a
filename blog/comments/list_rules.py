"""The owner's rules: those in force, and what a new one would have hit."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles.access import require
from blog.comments import moderation
from blog.comments.models import Comment, ListRule, Status
from blog.comments.spam import lists
from blog.comments.spam.evidence import Rule

# Every comment is held against every rule.
MOST_RULES = 500
TRIED = timedelta(days=90)
# Reading more would keep the owner waiting; the newest tell most.
MOST_TRIED = 20_000
EXAMPLES = 20


@dataclass
class Trial:
    """What a rule would have hit: how many in each status, and the latest good comments among them."""

    read: int = 0
    is_cut: bool = False
    hits: dict[str, int] = field(default_factory=dict)
    good: list[Comment] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return (name of the status, hits) of each status that was hit."""
        return [(str(Status(status).label), self.hits[status]) for status in Status if status in self.hits]

    @property
    def total(self) -> int:
        return sum(self.hits.values())


def in_force() -> tuple[Rule, ...]:
    """Return the rules that are switched on, as the filter takes them: one query."""
    rows = ListRule.objects.filter(is_active=True).order_by("pk")
    return tuple(Rule(*row) for row in rows.values_list("kind", "field", "value")[:MOST_RULES])


def try_out(rule: ListRule, *, now: datetime | None = None) -> Trial:
    """Hold a rule against the comments of the last 90 days, the newest MOST_TRIED of them. Stores nothing."""
    since = (now or timezone.now()) - TRIED
    fields = ("pk", "status", "body", "author_name", "author_url", "author_email")
    newest = Comment.objects.filter(submitted_at__gte=since).order_by("-submitted_at", "-pk")
    rows = newest.values_list(*fields)[: MOST_TRIED + 1].iterator(chunk_size=1_000)
    wanted = Rule(rule.kind, rule.field, rule.value)
    trial = Trial()
    good: list[int] = []
    for pk, status, body, name, url, email in islice(rows, MOST_TRIED):
        trial.read += 1
        seen = lists.listed(body=body, author_name=name, author_url=url, author_email=email)
        if lists.hits(wanted, seen):
            trial.hits[status] = trial.hits.get(status, 0) + 1
            good += [pk] if status == Status.APPROVED and len(good) < EXAMPLES else []
    trial.is_cut = next(rows, None) is not None
    shown = Comment.objects.filter(pk__in=good).select_related("article").defer("html")
    trial.good = list(shown.order_by("-submitted_at", "-pk"))
    return trial


def add(rule: ListRule, *, by: User | AnonymousUser) -> ListRule:
    """Switch a new rule on. Raises PermissionDenied, and ValidationError for one that is there already."""
    require(moderation.may_moderate(by))
    if ListRule.objects.count() >= MOST_RULES:
        raise ValidationError(_("There are %(most)d rules, as many as may be.") % {"most": MOST_RULES})
    rule.created_by_id = by.pk
    rule.full_clean()
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_("This rule is there already.")) from error
    return rule


def switch(rule: ListRule, *, by: User | AnonymousUser) -> None:
    """Switch a rule off, or on again. Raises PermissionDenied."""
    require(moderation.may_moderate(by))
    rule.is_active = not rule.is_active
    rule.save(update_fields=["is_active"])


def remove(rule: ListRule, *, by: User | AnonymousUser) -> None:
    """Delete a rule for good. Raises PermissionDenied."""
    require(moderation.may_moderate(by))
    rule.delete()
