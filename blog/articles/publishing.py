"""Publishing, scheduling, hiding and trashing: every change of what visitors may read."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles import access, announcements, gates, manifest, revisions
from blog.articles.gates import CannotPublish, HeldBack
from blog.articles.manifest import Entry, SectionChange
from blog.articles.models import Article, Revision
from blog.site.profiles import profile_of

__all__ = ["CannotPublish", "HeldBack"]


def unpublished_changes(article: Article) -> list[SectionChange]:
    """Return which sections publishing everything would change (2 queries)."""
    return manifest.changes_between(manifest.entries_of(article.live), manifest.working_entries(article))


def details_changed(article: Article) -> bool:
    """Tell whether title, excerpt, description, cover, category or tags differ from the live revision."""
    return article.live is None or revisions.details_of(article) != revisions.details_of(article.live)


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User,
    sections: Collection[str] | None = None,
    details: bool = True,
    at: datetime | None = None,
    label: str = "",
    now: datetime | None = None,
) -> Revision:
    """Make the working copy the live revision: all of it, or only the sections with the given uids.

    `details` says whether title, excerpt, description, cover, category and tags go along. `at` publishes an article
    that is not public yet at that moment (no job needed: visibility is decided when a page is asked for).
    One transaction: on any error the live revision and the schedule stay. Raises PermissionDenied, CannotPublish,
    and of that HeldBack where a gate (`gates`) objects to what readers do not have yet.
    """
    article = _locked(article)
    access.require(access.may_publish(by, article))
    now = now or timezone.now()
    if article.status == Article.Status.TRASHED:
        raise CannotPublish(_("This article is in the trash: restore it first."), code="trashed")
    was_public = article.is_public(now=now)
    wanted, entries = _details(article, with_working=details), _entries(article, sections)
    _ask_gates(article, wanted, entries, by=by)
    revisions.record(article, by=by, kind=Revision.Kind.SAVED, now=now)
    revision = revisions.record(
        article,
        by=by,
        kind=Revision.Kind.PUBLISHED,
        details=wanted,
        entries=entries,
        label=label,
        now=now,
    )
    replaced = article.live
    changed = replaced is None or replaced.digest != revision.digest
    article.live, article.status = revision, Article.Status.PUBLISHED
    profile_of(article.author)  # a byline needs a public name
    _set_dates(article, at=at, changed=changed, was_public=was_public, now=now)
    article.save(
        update_fields=["live", "status", "publish_at", "expire_at", "first_published_at", "updated_at"]
    )
    _forget_unread(replaced, now)
    _note_public(article, revision, now)
    announcements.after_commit(
        announcements.article_published, article, revision=revision, first=not was_public
    )
    return revision


def _note_public(article: Article, revision: Revision, now: datetime) -> None:
    """Write down since when visitors can read a revision that is live, unless they could before."""
    begins = max(article.publish_at or now, now)
    if article.expire_at is None or article.expire_at > begins:
        Revision.objects.filter(pk=revision.pk, public_from=None).update(public_from=begins)


def _forget_unread(revision: Revision | None, now: datetime) -> None:
    """Take back the note where the revision goes before its moment has come."""
    if revision is not None:
        Revision.objects.filter(pk=revision.pk, public_from__gt=now).update(public_from=None)


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).select_related("live").get(pk=article.pk)


def _details(article: Article, *, with_working: bool) -> revisions.Details:
    source = article if with_working or article.live is None else article.live
    details = revisions.details_of(source)
    if not details.title:
        raise CannotPublish(_("An article needs a title before it can be published."), code="title")
    return details


def _entries(article: Article, sections: Collection[str] | None) -> list[Entry]:
    working = manifest.working_entries(article)
    if sections is not None:
        live = manifest.entries_of(article.live)
        _refuse_unknown(article, sections)
        working = manifest.merged(live, working, chosen=set(sections))
    if not working:
        raise CannotPublish(_("There is nothing to publish yet: every section is empty."), code="empty")
    return working


def _ask_gates(article: Article, details: revisions.Details, entries: list[Entry], *, by: User) -> None:
    """Ask whether what readers do not have yet may go live; all of it counts where they have nothing."""
    shown = article.live if article.status == Article.Status.PUBLISHED else None
    before = {entry.uid: entry.content for entry in manifest.entries_of(shown)}
    fresh = frozenset(entry.uid for entry in entries if before.get(entry.uid) != entry.content)
    details_are_fresh = shown is None or _said(shown) != _said(details)
    gates.pass_or_refuse(gates.Proposal(article, details, details_are_fresh, entries, fresh, by))


def _said(details: Revision | revisions.Details) -> tuple[object, ...]:
    return details.title, details.excerpt, details.search_description, details.cover_id


def _refuse_unknown(article: Article, uids: Collection[str]) -> None:
    unknown = set(uids) - set(article.sections.filter(uid__in=uids).values_list("uid", flat=True))
    if unknown:
        raise CannotPublish(
            _("This article has no section %(uids)s.") % {"uids": ", ".join(sorted(unknown))}, code="unknown"
        )


def _set_dates(
    article: Article, *, at: datetime | None, changed: bool, was_public: bool, now: datetime
) -> None:
    if at is not None and was_public:
        raise CannotPublish(_("This article is public already: it cannot be scheduled."), code="public")
    if at is not None and at <= now:
        raise CannotPublish(_("The time to publish must lie ahead."), code="past")
    if at is not None:
        article.publish_at = at
    elif article.publish_at is None or article.publish_at > now:
        article.publish_at = now
    if article.expire_at and article.expire_at <= article.publish_at:
        raise CannotPublish(_("It would expire before it is published."), code="expires")
    if article.expire_at and article.expire_at <= now:
        raise CannotPublish(_("Its expiry has passed: change or remove it first."), code="expired")
    first = article.first_published_at
    if first is None or first > now:
        article.first_published_at = article.publish_at
    if changed or article.updated_at is None:
        article.updated_at = max(article.publish_at, now)


def schedule(article: Article, *, at: datetime, by: User, now: datetime | None = None) -> Revision:
    """Publish the working copy at a moment ahead. Raises PermissionDenied, CannotPublish."""
    return publish(article, by=by, at=at, now=now)


@transaction.atomic
def set_expiry(article: Article, *, at: datetime | None, by: User) -> Article:
    """Let the article stop being public at `at`, or never (None). Raises PermissionDenied, CannotPublish."""
    article = _locked(article)
    access.require(access.may_publish(by, article))
    if at is not None and article.publish_at is not None and at <= article.publish_at:
        raise CannotPublish(_("It would expire before it is published."), code="expires")
    article.expire_at = at
    article.save(update_fields=["expire_at"])
    if article.status == Article.Status.PUBLISHED:
        announcements.after_commit(
            announcements.article_published, article, revision=article.live, first=False
        )
    return article


@transaction.atomic
def unpublish(article: Article, *, by: User) -> Article:
    """Take the article from the public; text, comments and address stay. Raises PermissionDenied, CannotPublish."""
    article = _locked(article)
    access.require(access.may_publish(by, article))
    if article.status != Article.Status.PUBLISHED:
        raise CannotPublish(_("This article is not published."), code="status")
    article.status = Article.Status.UNPUBLISHED
    article.save(update_fields=["status"])
    _forget_unread(article.live, timezone.now())
    announcements.after_commit(announcements.article_unpublished, article)
    return article


@transaction.atomic
def trash(article: Article, *, by: User) -> Article:
    """Put the article in the trash, out of every list; everything in it can be restored. Raises PermissionDenied."""
    article = _locked(article)
    access.require(access.may_trash(by, article))
    if article.status == Article.Status.TRASHED:
        return article
    article.status_before_trash, article.status = article.status, Article.Status.TRASHED
    article.save(update_fields=["status", "status_before_trash"])
    _forget_unread(article.live, timezone.now())
    announcements.after_commit(announcements.article_unpublished, article)
    return article


@transaction.atomic
def restore(article: Article, *, by: User) -> Article:
    """Take the article out of the trash, in the state it had: sections, comments and address are there again.

    Raises PermissionDenied, CannotPublish where it is not in the trash.
    """
    article = _locked(article)
    if article.status != Article.Status.TRASHED:
        raise CannotPublish(_("This article is not in the trash."), code="status")
    access.require(access.may_trash(by, article))
    if article.status_before_trash == Article.Status.PUBLISHED:
        access.require(access.may_publish(by, article))
    article.status, article.status_before_trash = article.status_before_trash or Article.Status.DRAFT, ""
    article.save(update_fields=["status", "status_before_trash"])
    if article.status == Article.Status.PUBLISHED:
        if article.live:
            _note_public(article, article.live, timezone.now())
        announcements.after_commit(
            announcements.article_published, article, revision=article.live, first=False
        )
    return article
