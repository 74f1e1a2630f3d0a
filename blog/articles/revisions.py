"""Recording revisions, and going back to one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles import access, announcements, manifest
from blog.articles.content import sha256_of
from blog.articles.manifest import Entry
from blog.articles.models import Article, Revision, RevisionSection, Section, SectionText
from blog.articles.ordering import write_order
from blog.articles.texts import store_texts
from blog.markup import section_html
from blog.markup.notes import note_list


@dataclass(frozen=True)
class Details:
    """What a revision says of the article as a whole."""

    title: str
    excerpt: str = ""
    search_description: str = ""
    cover_id: int | None = None
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (64 hex digits) over the JSON list of the fields."""
        return sha256_of(self._fields())

    def _fields(self) -> list[object]:
        return [
            self.title,
            self.excerpt,
            self.search_description,
            self.cover_id,
            self.category_id,
            list(self.tag_ids),
        ]


def details_of(source: Article | Revision) -> Details:
    """Return the details of a working copy or of a revision (reads the tags: one query)."""
    tag_ids = tuple(sorted(source.tags.values_list("pk", flat=True)))
    return Details(
        source.title,
        source.excerpt,
        source.search_description,
        source.cover_id,
        source.category_id,
        tag_ids,
    )


def digest_of(details: Details, entries: Sequence[Entry]) -> str:
    """Return the digest that identifies a revision: over its details and, line by line, uid, anchor and text digest."""
    return sha256_of([details.digest, [[e.uid, e.anchor, e.content.digest] for e in entries]])


def note_working_digest(article: Article) -> None:
    """Bring `working_digest` up to date, so that lists can tell changed articles without reading sections."""
    digest = digest_of(details_of(article), manifest.working_entries(article))
    if digest != article.working_digest:
        article.working_digest = digest
        article.save(update_fields=["working_digest"])


def record(
    article: Article,
    *,
    by: User,
    kind: Revision.Kind,
    details: Details | None = None,
    entries: Sequence[Entry] | None = None,
    label: str = "",
    now: datetime | None = None,
) -> Revision:
    """Store a revision of the working copy, or of the given details and entries; call inside a transaction.

    A save that changes nothing since the newest revision returns that one instead of a second.
    """
    details = details or details_of(article)
    entries = manifest.working_entries(article) if entries is None else entries
    digest = digest_of(details, entries)
    newest = article.revisions.order_by("-number").first()
    if newest and newest.digest == digest and kind == Revision.Kind.SAVED:
        return newest
    texts = store_texts([entry.content for entry in entries])
    revision = Revision.objects.create(
        article=article,
        number=_next_number(article),
        kind=kind,
        label=label,
        created_at=now or timezone.now(),
        created_by=by,
        title=details.title,
        excerpt=details.excerpt,
        search_description=details.search_description,
        cover_id=details.cover_id,
        category_id=details.category_id,
        digest=digest,
        word_count=sum(texts[entry.content.digest].word_count for entry in entries),
    )
    # Written straight: a new revision has no tags yet, so asking which ones it has would be wasted.
    links = Revision.tags.through
    links.objects.bulk_create(links(revision_id=revision.pk, tag_id=pk) for pk in details.tag_ids)
    RevisionSection.objects.bulk_create(_manifest_rows(revision, entries, texts))
    return revision


def _next_number(article: Article) -> int:
    return int(article.revisions.aggregate(newest=Max("number"))["newest"] or 0) + 1


def _manifest_rows(
    revision: Revision, entries: Sequence[Entry], texts: dict[str, SectionText]
) -> list[RevisionSection]:
    rows, note = [], 1
    for position, entry in enumerate(entries):
        text = texts[entry.content.digest]
        row = RevisionSection(
            revision=revision,
            position=position,
            section=entry.section,
            text=text,
            anchor=entry.anchor,
            first_note=note,
        )
        if text.note_count:
            shown = section_html.render(text.body, first_note=note, uid=entry.uid, table_label=_("Table"))
            row.numbered_html = shown.html
            row.notes_html = note_list(shown.notes, back_label=_("Back to the text"))
        note += text.note_count
        rows.append(row)
    return rows


@transaction.atomic
def revert(
    article: Article,
    *,
    to: Revision,
    by: User,
    sections: Collection[str] | None = None,
    now: datetime | None = None,
) -> Revision:
    """Bring the working copy back to what a revision says: all of it, or only the sections with the given uids.

    Visitors see nothing of it until it is published. What stood there before stays in the history.
    Raises PermissionDenied, or ValueError where the revision belongs to another article or lacks a section.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    access.require(access.may_edit(by, article))
    if to.article_id != article.pk:
        raise ValueError(_("That revision belongs to another article."))
    now = now or timezone.now()
    record(article, by=by, kind=Revision.Kind.SAVED, now=now)
    wanted = manifest.entries_of(to)
    if sections is None:
        _bring_back_details(article, details_of(to))
        order = [_bring_back(entry, by=by, now=now).pk for entry in wanted]
    else:
        order = _bring_back_some(article, wanted, set(sections), by=by, now=now)
    write_order(article, order)
    note_working_digest(article)
    announcements.after_commit(announcements.working_copy_saved, article)
    label = _("from revision %(number)d") % {"number": to.number}
    return record(article, by=by, kind=Revision.Kind.REVERTED, label=label, now=now)


def _bring_back_details(article: Article, details: Details) -> None:
    article.title, article.excerpt = details.title, details.excerpt
    article.search_description = details.search_description
    article.cover_id, article.category_id = details.cover_id, details.category_id
    article.save(update_fields=["title", "excerpt", "search_description", "cover", "category"])
    article.tags.set(details.tag_ids)


def _bring_back(entry: Entry, *, by: User, now: datetime) -> Section:
    section = entry.section
    if section.digest == entry.content.digest:
        return section
    section.content = entry.content
    section.updated_by, section.updated_at = by, now
    section.save()
    return section


def _bring_back_some(
    article: Article, wanted: Sequence[Entry], uids: set[str], *, by: User, now: datetime
) -> list[int]:
    missing = uids - {entry.uid for entry in wanted}
    if missing:
        raise ValueError(_("That revision has no section %(uids)s.") % {"uids": ", ".join(sorted(missing))})
    for entry in wanted:
        if entry.uid in uids:
            _bring_back(entry, by=by, now=now)
    rows = article.sections.filter(position__isnull=False).order_by("position")
    working = [Entry(row, row.content, row.anchor) for row in rows]
    present = {entry.uid for entry in working}
    return [e.section.pk for e in manifest.merged(working, wanted, chosen=uids - present)]
