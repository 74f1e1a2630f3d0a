"""Writing: beginning an article and saving its working copy, section by section, without overwriting anybody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles import access, announcements
from blog.articles.drafts import Conflict, Saved, SectionDraft
from blog.articles.models import Article, Revision, Tag
from blog.articles.ordering import write_order
from blog.articles.revisions import Details, details_of, note_working_digest, record
from blog.articles.section_saving import save_sections
from blog.lib.slugs import free_slug, slug_from
from blog.lib.text import one_line


def start(article: Article, *, by: User, now: datetime | None = None) -> Article:
    """Begin an article: give it a free slug where it has none, and store it as a draft of its author.

    Raises PermissionDenied, ValidationError.
    """
    access.require(access.may_write(by))
    if article.author_id is None or not by.has_perm("blog.change_any_article"):
        article.author = by
    article.title = one_line(article.title)
    if not article.slug:
        article.slug = free_slug(slug_from(article.title, fallback="article"), is_taken=_is_taken)
    article.saved_at = now or timezone.now()
    article.status, article.live = Article.Status.DRAFT, None
    article.full_clean(exclude=["tags"])
    article.save()
    return article


def _is_taken(slug: str) -> bool:
    return Article.objects.filter(slug=slug).exists()


@transaction.atomic
def save(
    article: Article,
    *,
    by: User,
    tags: Iterable[Tag] | None = None,
    sections: Sequence[SectionDraft] | None = None,
    removed: Collection[str] | Mapping[str, str | None] = (),
    details_base: str | None = None,
    kind: Revision.Kind = Revision.Kind.SAVED,
    now: datetime | None = None,
) -> Saved:
    """Save the working copy privately and record it in the history; a new article is begun first.

    `article` carries the wanted title, excerpt, description, cover and category; `tags` None leaves them as they
    are. `sections` (in their order; None leaves them alone) may be a part: what is neither listed nor `removed`
    stays where it stands. `removed` may map each uid to the digest the section was read with; `details_base` is
    the digest (`details_of(article).digest`) the details were read with. A part that changed meanwhile is not
    written but returned as a conflict. Raises PermissionDenied, ValidationError.
    """
    now = now or timezone.now()
    if article.pk is None:
        start(article, by=by, now=now)
    current = Article.objects.select_for_update().get(pk=article.pk)
    access.require(access.may_edit(by, current))
    saved = Saved(current)
    _save_details(current, article, tags=tags, base=details_base, saved=saved)
    if sections is not None or removed:
        gone = removed if isinstance(removed, Mapping) else dict.fromkeys(removed)
        save_sections(saved, sections or (), gone, by=by, now=now)
    current.saved_at = now
    current.save(update_fields=["saved_at"])
    note_working_digest(current)
    saved.revision = record(current, by=by, kind=kind, now=now)
    announcements.after_commit(announcements.working_copy_saved, current, arrived=saved.arrived)
    return saved


DETAIL_FIELDS = ("title", "excerpt", "search_description", "cover", "category")
RELATED_FIELDS = {"cover", "category"}
SETTING_FIELDS = (
    "comment_policy",
    "comments_close_after_days",
    "comment_mode",
    "comments_wait_after_days",
    "import_ref",
)


def _save_details(
    current: Article, wanted: Article, *, tags: Iterable[Tag] | None, base: str | None, saved: Saved
) -> None:
    before = details_of(current)
    for name in (*DETAIL_FIELDS, *SETTING_FIELDS):
        column = f"{name}_id" if name in RELATED_FIELDS else name
        setattr(current, column, getattr(wanted, column))
    current.title, current.excerpt = one_line(current.title), one_line(current.excerpt)
    current.search_description = one_line(current.search_description)
    current.full_clean(exclude=["tags"])
    tag_ids = before.tag_ids if tags is None else tuple(sorted(tag.pk for tag in tags))
    yours = _details_with(current, tag_ids)
    if base is not None and before.digest != base and before.digest != yours.digest:
        saved.conflicts.append(Conflict("", theirs=before, yours=yours))
        current.refresh_from_db()
        return
    current.save(update_fields=[*DETAIL_FIELDS, *SETTING_FIELDS])
    if tags is not None:
        current.tags.set(tag_ids)


def _details_with(article: Article, tag_ids: tuple[int, ...]) -> Details:
    return Details(
        article.title,
        article.excerpt,
        article.search_description,
        article.cover_id,
        article.category_id,
        tag_ids,
    )


@transaction.atomic
def reorder(article: Article, uids: Sequence[str], *, by: User, now: datetime | None = None) -> Revision:
    """Put the working copy's sections in the given order, which must name each exactly once.

    Raises PermissionDenied, ValueError.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    access.require(access.may_edit(by, article))
    keys = dict(article.sections.filter(position__isnull=False).values_list("uid", "pk"))
    if sorted(keys) != sorted(uids):
        raise ValueError(_("The order must name each section exactly once."))
    write_order(article, [keys[uid] for uid in uids])
    note_working_digest(article)
    announcements.after_commit(announcements.working_copy_saved, article)
    return record(article, by=by, kind=Revision.Kind.SAVED, now=now)
