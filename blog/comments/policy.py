"""What becomes of a comment on an article before anybody has read it, and how visitors are told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blog.articles.models import Article
from blog.lib import shown
from blog.site.models import CommentMode, SiteSettings


@dataclass(frozen=True)
class Policy:
    """The mode that was chosen, from when it ends because of age, and when comments close; None for never."""

    mode: CommentMode
    waits_from: datetime | None = None
    closes_at: datetime | None = None

    def mode_at(self, now: datetime) -> CommentMode:
        """Return the mode in force: on an article that is old enough everything waits."""
        is_old = self.waits_from is not None and self.waits_from <= now
        return CommentMode.EVERYTHING_WAITS if is_old else self.mode


def policy_of(article: Article, *, settings: SiteSettings) -> Policy:
    """Return the policy of an article: its own where it has one, else the site's."""
    return Policy(
        CommentMode(article.comment_mode or settings.comment_mode),
        article.comments_wait_from(site_days=settings.comments_wait_after_days),
        article.comments_close_at(site_days=settings.comments_close_after_days),
    )


def mode_of(article: Article, *, settings: SiteSettings, now: datetime) -> CommentMode:
    """Return the mode in force on an article at `now`."""
    return policy_of(article, settings=settings).mode_at(now)


def sentences(policy: Policy, *, now: datetime) -> str:
    """Return the policy in one or two plain sentences, the same for every visitor."""
    shown.until(policy.waits_from, now=now)
    shown.until(policy.closes_at, now=now)
    told = [_about_waiting(policy, now)]
    if policy.closes_at is not None:
        told.append(_("Comments close on %(day)s.") % {"day": _day(policy.closes_at)})
    return " ".join(told)


def _about_waiting(policy: Policy, now: datetime) -> str:
    mode = policy.mode_at(now)
    if mode == CommentMode.EVERYTHING_WAITS:
        return _("A moderator reads every comment before it appears.")
    closes, ends = policy.closes_at, policy.waits_from
    if ends is None or (closes is not None and closes <= ends):
        return (
            _(
                "Your first comment waits for a moderator; later ones under a confirmed address appear at once."
            )
            if mode == CommentMode.FIRST_WAITS
            else _("Comments wait for a moderator; those of writers we know appear at once.")
        )
    said = (
        _(
            "Your first comment waits for a moderator; later ones under a confirmed address "
            "appear at once until %(day)s."
        )
        if mode == CommentMode.FIRST_WAITS
        else _("Comments wait for a moderator; those of writers we know appear at once until %(day)s.")
    )
    return said % {"day": _day(ends)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("day of publication", "j F Y"))
