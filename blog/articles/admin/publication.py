"""What the buttons of the article form say, and what they do after everything typed has been saved."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.articles import access, publishing
from blog.articles.manifest import Change, SectionChange
from blog.articles.models import Article, State

# Labels are made ahead for so many more sections than there are now: a browser has no plural rules of ours.
LABELS_AHEAD = 40


@dataclass(frozen=True)
class Publication:
    """Where an article stands between its working copy and its readers."""

    article: Article
    state: State
    changes: list[SectionChange]
    details_changed: bool
    total: int
    may_publish: bool
    may_trash: bool

    @classmethod
    def of(cls, article: Article, *, user: User, total: int) -> "Publication":
        """Read where the article stands (a new one: nowhere yet); `total` is its number of sections."""
        if article.pk is None:
            may_publish = user.has_perm("blog.publish_article")
            return cls(
                article,
                State.DRAFT,
                changes=[],
                details_changed=False,
                total=total,
                may_publish=may_publish,
                may_trash=False,
            )
        is_live = article.live_id is not None
        return cls(
            article,
            article.state(),
            publishing.unpublished_changes(article) if is_live else [],
            is_live and publishing.details_changed(article),
            total,
            access.may_publish(user, article),
            access.may_trash(user, article),
        )

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing of it was ever published, so that there is nothing to choose from."""
        return self.article.live_id is None

    @property
    def is_trashed(self) -> bool:
        return self.state == State.TRASHED

    @property
    def may_schedule(self) -> bool:
        """Tell whether a moment ahead can be set: not for what visitors read already."""
        return self.may_publish and not self.is_trashed and not self.article.is_public()

    @property
    def may_unpublish(self) -> bool:
        return self.may_publish and self.article.status == Article.Status.PUBLISHED

    @property
    def always(self) -> str:
        """The label of the button where it does more than change a public page; else empty."""
        if self.is_fresh:
            return _("Publish")
        return {State.UNPUBLISHED: _("Publish again"), State.SCHEDULED: _("Publish now")}.get(self.state, "")

    @property
    def label(self) -> str:
        """What the button says as the server knows it."""
        labels = self.labels
        if labels["always"]:
            return str(labels["always"])
        if self.changes:
            return str(labels["sections"][len(self.changes)])
        return str(labels["details"] if self.details_changed else labels["nothing"])

    @property
    def labels(self) -> dict[str, Any]:
        """Everything the button may say while somebody types; `sections` by how many are to go live."""
        numbers = range(max(self.total, len(self.changes)) + LABELS_AHEAD)
        return {
            "always": self.always,
            "nothing": _("Nothing to publish"),
            "details": _("Publish changes to the title and settings"),
            "edited": _("edited"),
            "added": _("added"),
            "removed": _("removed"),
            "moved": _("moved"),
            "section": _("Section without heading"),
            "sections": [
                ngettext("Publish %(number)d changed section", "Publish %(number)d changed sections", number)
                % {"number": number}
                for number in numbers
            ],
        }

    @property
    def sentence(self) -> str:
        """What publishing will do, in words."""
        if self.article.pk is None:
            return _("A new article. Nothing is stored yet.")
        if self.state == State.CHANGED:
            return self._changes_since()
        words: dict[State, Callable[[], str]] = {
            State.DRAFT: lambda: _("A draft. Visitors do not see it."),
            State.LIVE: lambda: (
                _("Everything is live: revision %(revision)d went live on %(day)s.") % self._live()
            ),
            State.SCHEDULED: lambda: (
                _("Goes live on %(day)s, without anybody doing anything.")
                % {"day": _moment(self.article.publish_at)}
            ),
            State.EXPIRED: lambda: (
                _("Expired on %(day)s. Visitors no longer see it.") % {"day": _moment(self.article.expire_at)}
            ),
            State.UNPUBLISHED: lambda: _(
                "Unpublished. Visitors do not see it; its address and comments are kept."
            ),
            State.TRASHED: lambda: _("In the trash. It can be restored as it was."),
        }
        return words[self.state]()

    def _changes_since(self) -> str:
        facts = {**self._live(), "changed": len(self.changes), "total": self.total}
        if not self.changes:
            return (
                _("The title or settings changed since revision %(revision)d went live on %(day)s.") % facts
            )
        return (
            ngettext(
                "%(changed)d of %(total)d section changed since revision %(revision)d went live on %(day)s.",
                "%(changed)d of %(total)d sections changed since revision %(revision)d went live on %(day)s.",
                self.total,
            )
            % facts
        )

    def _live(self) -> dict[str, Any]:
        live = self.article.live
        moments = [live.created_at if live else None, self.article.publish_at]
        since = max(moment for moment in moments if moment)
        return {"revision": live.number if live else 0, "day": _day(since)}


def _day(moment: Any) -> str:
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localtime().year
    return date_format(local, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


def publish_chosen(article: Article, *, held: Collection[str], by: User) -> int:
    """Publish everything but what was held back ("details" stands for the title and settings).

    Returns how many sections changed for readers. Raises PermissionDenied, CannotPublish.
    """
    article = Article.objects.select_related("live").get(pk=article.pk)
    changed = {change.section.uid for change in publishing.unpublished_changes(article)}
    chosen = changed - set(held)
    details = "details" not in held or article.live_id is None
    everything = article.live_id is None or (chosen == changed and details)
    publishing.publish(article, by=by, sections=None if everything else chosen, details=details)
    return len(chosen)


def kinds_in_words(change: SectionChange) -> str:
    """Return how a section changed: "added", "edited", "moved", "removed"."""
    words = {
        Change.ADDED: _("added"),
        Change.EDITED: _("edited"),
        Change.MOVED: _("moved"),
        Change.REMOVED: _("removed"),
    }
    return ", ".join(words[kind] for kind in words if kind in change.kinds)
