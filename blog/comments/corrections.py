"""Corrections: opened from a comment, settled by the revision that put it right, told to readers with thanks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from blog.articles import access
from blog.articles.models import Article, Revision
from blog.comments import moderation, rules
from blog.comments.models import Comment, Correction, Status
from blog.comments.moderation import Actor
from blog.lib.json_rows import JSONRows

# As many published revisions are offered; corrections are made soon, or with the next publication.
OFFERED = 20


def may_handle(user: Actor, article: Article) -> bool:
    """Tell whether the user may open and settle corrections of an article: who moderates it, and who writes it."""
    return moderation.may_moderate(user, article=article) or access.may_edit(user, article)


def within_reach(user: Actor) -> QuerySet[Correction]:
    """Return the corrections the user may handle."""
    rows = Correction.objects.all()
    if moderation.may_moderate(user):
        return rows
    mine = Q(article__in=access.editable_by(user).values("pk"))
    if moderation.may_decide(user):
        mine |= Q(article__author=user.pk)
    return rows.filter(mine)


@transaction.atomic
def open_from(
    comment: Comment, *, note: str, by: Actor, credit: str = "", now: datetime | None = None
) -> Correction:
    """Turn a comment into a correction of its article; `credit` is who will be thanked, "" for nobody.

    The same note about the same comment is opened once. Raises PermissionDenied, ValidationError.
    """
    access.require(may_handle(by, comment.article))
    words = _words(note, credit)
    # Locked, so that of two clicks the second finds what the first opened.
    Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk).first()
    same = Correction.objects.filter(comment=comment, note=words["note"], status=Correction.Status.OPEN)
    return same.first() or Correction.objects.create(
        article_id=comment.article_id,
        section_id=comment.section_id,
        comment=comment,
        opened_by_id=by.pk,
        opened_at=now or timezone.now(),
        **words,
    )


@transaction.atomic
def reword(correction: Correction, *, note: str, credit: str, by: Actor) -> Correction:
    """Change what readers are told of a correction. Raises PermissionDenied, ValidationError."""
    return _changed(correction, by=by, **_words(note, credit))


@transaction.atomic
def fix(correction: Correction, *, revision: Revision, by: Actor, now: datetime | None = None) -> Correction:
    """Say which published revision put it right; readers see the note while that one or a later one is live.

    Raises PermissionDenied, ValidationError where the revision is another article's or never went live.
    """
    if revision.article_id != correction.article_id or revision.kind != Revision.Kind.PUBLISHED:
        raise ValidationError(_("Only a published revision of the same article can fix it."), code="revision")
    return _settled(correction, Correction.Status.FIXED, by=by, now=now, fixed_in=revision)


@transaction.atomic
def fix_with_next(correction: Correction, *, by: Actor, now: datetime | None = None) -> Correction:
    """Let whatever is published next count as what put it right. Raises PermissionDenied, ValidationError."""
    if correction.status != Correction.Status.OPEN:
        raise ValidationError(_("It is settled already: open it again first."), code="settled")
    return _changed(correction, by=by, awaits_since=now or timezone.now())


@transaction.atomic
def decline(correction: Correction, *, by: Actor, now: datetime | None = None) -> Correction:
    """Say that nothing is to be corrected. Raises PermissionDenied."""
    return _settled(correction, Correction.Status.DECLINED, by=by, now=now, fixed_in=None)


@transaction.atomic
def reopen(correction: Correction, *, by: Actor) -> Correction:
    """Take back how it was settled, or that it waits for a publication. Raises PermissionDenied."""
    nobody = {"settled_by": None, "settled_at": None, "fixed_in": None, "awaits_since": None}
    return _changed(correction, by=by, status=Correction.Status.OPEN, **nobody)


def bind_waiting(article: Article, *, revision: Revision, **kwargs: Any) -> int:
    """Count a revision as what fixed the corrections that waited for it; receives `article_published`."""
    waiting = Correction.objects.filter(
        article=article, status=Correction.Status.OPEN, awaits_since__lte=revision.created_at
    )
    return waiting.update(
        status=Correction.Status.FIXED,
        fixed_in=revision,
        awaits_since=None,
        settled_by=revision.created_by_id,
        settled_at=revision.created_at,
    )


def revisions_offered(correction: Correction) -> QuerySet[Revision]:
    """Return the published revisions that may have fixed it, the newest first."""
    published = Revision.objects.filter(article=correction.article_id, kind=Revision.Kind.PUBLISHED)
    return published.order_by("-number")[:OFFERED]


def _words(note: str, credit: str) -> dict[str, str]:
    return {"note": rules.note(note), "credit": rules.author_name(credit) if credit.strip() else ""}


def _settled(
    correction: Correction, status: str, *, by: Actor, now: datetime | None, fixed_in: Revision | None
) -> Correction:
    return _changed(
        correction,
        by=by,
        status=status,
        fixed_in=fixed_in,
        awaits_since=None,
        settled_by_id=by.pk,
        settled_at=now or timezone.now(),
    )


def _changed(correction: Correction, *, by: Actor, **values: Any) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("article")
    correction = rows.get(pk=correction.pk)
    access.require(may_handle(by, correction.article))
    for name, value in values.items():
        setattr(correction, name, value)
    correction.save()
    return correction


@dataclass(frozen=True)
class Told:
    """A correction as readers see it; `comment` is its number where they may read that comment."""

    note: str
    credit: str
    on: datetime
    comment: int | None


def public_corrections() -> Subquery:
    """Return what is to be told with an article, to be read along with its row: JSON rows for `told`.

    Only what the live revision, or one before it, put right.
    """
    fixed = Correction.objects.filter(
        article=OuterRef("pk"), status=Correction.Status.FIXED, fixed_in__number__lte=OuterRef("live__number")
    )
    is_public = When(comment__status=Status.APPROVED, then=F("comment_id"))
    row = JSONObject(
        id="pk",
        note="note",
        credit="credit",
        at=Coalesce("fixed_in__public_from", "fixed_in__created_at"),
        comment=Case(is_public, default=None, output_field=IntegerField()),
    )
    return Subquery(fixed.order_by().values("article").annotate(rows=JSONRows(row)).values("rows"))


def told(rows: Sequence[dict[str, Any]] | None) -> list[Told]:
    """Return what `public_corrections` read, in the order it was put right."""
    found = [(_moment(row["at"]), row["id"], row) for row in rows or ()]
    return [
        Told(row["note"], row["credit"], at, row["comment"])
        for at, _pk, row in sorted(found, key=lambda each: each[:2])
    ]


def _moment(text: str) -> datetime:
    at = parse_datetime(text) or datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
