"""Whose comments may pass: what is known of a writer, and what follows from it. Typed text proves nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments import commenters
from blog.comments.models import Comment, Commenter, Status
from blog.comments.spam.evidence import Trust
from blog.site.models import CommentMode, SiteSettings

# Trust is earned again after half a year without a comment marked as spam.
SPAM_REMEMBERED = timedelta(days=180)


class Standing(models.TextChoices):
    """What a commenter is, from what moderators decided and from what was earned."""

    NEW = "new", _("new")
    CONFIRMED = "confirmed", _("confirmed")
    TRUSTED = "trusted", _("trusted")
    MUTED = "muted", _("muted")
    BANNED = "banned", _("banned")


@dataclass(frozen=True)
class Writer:
    """What is known of an address; the counts are 0 until `counted` has read them.

    Only what people approved counts as approved, and only what they marked as spam as spam.
    """

    email: str
    commenter: Commenter | None = None
    # The commenter row is the person's own: a cookie or an opened mail says so.
    is_proven: bool = False
    approved: int = 0
    spam: int = 0
    recent_spam: int = 0
    last_seen: datetime | None = None
    # Approved comments that earn trust; a setting of the site.
    needed: int = 3

    @property
    def standing(self) -> Standing:
        """Return the state; nobody is trusted who has not confirmed the address, but by a moderator's word."""
        if self.commenter is None:
            return Standing.NEW
        if self.commenter.state != Commenter.State.NORMAL:
            return Standing(self.commenter.state)
        if self.commenter.confirmed_at is None:
            return Standing.NEW
        has_earned = self.approved >= self.needed and not self.recent_spam
        return Standing.TRUSTED if has_earned else Standing.CONFIRMED

    @property
    def is_known(self) -> bool:
        """Tell whether people have approved something of this writer's, and marked nothing as spam."""
        return self.standing == Standing.CONFIRMED and self.approved > 0 and not self.spam

    @property
    def trust(self) -> Trust:
        """Return what the filter may make of it: restrictions hold for typed text too, trust never."""
        if self.commenter is not None and self.commenter.is_restricted:
            return Trust.MUTED
        if not self.is_proven:
            return Trust.NONE
        if self.standing == Standing.TRUSTED:
            return Trust.TRUSTED
        return Trust.KNOWN if self.is_known else Trust.NONE


def look_up(email: str, *, settings: SiteSettings) -> Writer:
    """Return who is known under a typed address, unproven and uncounted (1 query)."""
    return Writer(email, commenters.known(email), needed=settings.trusted_after_comments)


def counted(writer: Writer, *, now: datetime | None = None) -> Writer:
    """Return a writer with what became of the comments under the address (1 query)."""
    since = (now or timezone.now()) - SPAM_REMEMBERED
    marked = Q(status=Status.SPAM, decided_at__isnull=False)
    counts: dict[str, Any] = Comment.objects.typed_under(writer.email).aggregate(
        approved=Count("pk", filter=Q(status=Status.APPROVED, decided_at__isnull=False)),
        spam=Count("pk", filter=marked),
        recent_spam=Count("pk", filter=marked & Q(decided_at__gt=since)),
        last_seen=Max("submitted_at"),
    )
    return replace(writer, **counts)


def proven(writer: Writer, *, now: datetime | None = None) -> Writer:
    """Return a writer whose address is proven, with counts (1 query). The caller has seen the proof."""
    return replace(counted(writer, now=now), is_proven=True)


def passes(writer: Writer, *, mode: CommentMode) -> bool:
    """Tell whether a proven writer's comments may appear unread in a mode."""
    if not writer.is_proven or mode == CommentMode.EVERYTHING_WAITS:
        return False
    if writer.standing == Standing.TRUSTED:
        return writer.commenter is not None and writer.commenter.confirmed_at is not None
    return mode == CommentMode.FIRST_WAITS and writer.is_known
