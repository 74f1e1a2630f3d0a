"""Writing the sections of a working copy: a constant number of statements, however many sections there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from blog.articles.anchors import Anchors
from blog.articles.drafts import Conflict, Saved, SectionDraft
from blog.articles.models import Section
from blog.articles.ordering import write_order

MAX_SECTIONS = 500
BODY_MAX_CHARS = 200_000
_WRITTEN = [
    "anchor",
    "heading",
    "body",
    "figure",
    "figure_alt",
    "figure_caption",
    "digest",
    "updated_at",
    "updated_by",
]


def save_sections(
    saved: Saved,
    drafts: Sequence[SectionDraft],
    removed: Mapping[str, str | None],
    *,
    by: User,
    now: datetime,
) -> None:
    """Write the drafts and their order; sections nobody mentioned stay, conflicts are noted in `saved`.

    `removed`: uid -> digest the section was read with (None: whatever it is). Call inside a transaction.
    Raises ValidationError.
    """
    writing = _Writing(saved, by=by, now=now)
    _refuse_too_much(drafts)
    sections = [writing.take(draft) for draft in drafts]
    gone = {uid for uid, base in removed.items() if writing.may_go(uid, base)}
    writing.store()
    write_order(saved.article, _with_untouched(writing.present.values(), [s.pk for s in sections], gone))


def _refuse_too_much(drafts: Sequence[SectionDraft]) -> None:
    if len(drafts) > MAX_SECTIONS:
        raise ValidationError(_("An article may have at most %(max)d sections.") % {"max": MAX_SECTIONS})
    for draft in drafts:
        if len(draft.content.body) > BODY_MAX_CHARS:
            raise ValidationError(
                _("The section “%(heading)s” is longer than %(max)d characters.")
                % {"heading": draft.content.heading, "max": BODY_MAX_CHARS}
            )


class _Writing:
    """One save of sections while it is being put together."""

    def __init__(self, saved: Saved, *, by: User, now: datetime) -> None:
        self.saved, self.by, self.now = saved, by, now
        rows = saved.article.sections.select_related("updated_by")
        self.present = {row.uid: row for row in rows}
        self.anchors = Anchors(saved.article, self.present.values())
        self.new: list[Section] = []
        self.changed: list[Section] = []

    def take(self, draft: SectionDraft) -> Section:
        """Return the section a draft is about, changed in memory unless somebody else changed it first."""
        section = self._take(draft)
        if draft.arrived:
            self.saved.arrived[section.uid] = draft.arrived
        return section

    def _take(self, draft: SectionDraft) -> Section:
        section = self.present.get(draft.uid)
        if section is None:
            if draft.uid:
                raise ValidationError(
                    _("Section %(uid)s does not belong to this article.") % {"uid": draft.uid}
                )
            section = Section(article=self.saved.article)
            self.new.append(section)
        elif section.digest == draft.content.digest:
            return section
        elif draft.base is not None and section.digest != draft.base:
            self._conflict(section, yours=draft.content)
            return section
        else:
            self.changed.append(section)
        section.content = draft.content
        section.updated_by, section.updated_at = self.by, self.now
        section.anchor = self.anchors.of(section)
        section.clean_fields(exclude=["article", "position", "updated_by"])
        return section

    def may_go(self, uid: str, base: str | None) -> bool:
        """Tell whether a section may be taken out; one that somebody else changed stays, and is a conflict."""
        section = self.present.get(uid)
        if section is None or base is None or section.digest == base:
            return True
        self._conflict(section, yours=None)
        return False

    def store(self) -> None:
        """Write what changed: two statements at most (SQLite takes long lists in parts)."""
        Section.objects.bulk_create(self.new)
        Section.objects.bulk_update(self.changed, _WRITTEN, batch_size=80)

    def _conflict(self, section: Section, *, yours: object) -> None:
        self.saved.conflicts.append(
            Conflict(section.uid, section.content, yours, section.updated_by, section.updated_at)
        )


def _with_untouched(present: Iterable[Section], order: list[int], removed: set[str]) -> list[int]:
    """Return `order` with the sections nobody mentioned put behind the neighbour they stood behind before."""
    standing = sorted((s for s in present if s.position is not None), key=lambda s: s.position or 0)
    result, listed, before = list(order), set(order), 0
    for section in standing:
        if section.pk not in listed and section.uid not in removed:
            result.insert(result.index(before) + 1 if before in listed else 0, section.pk)
            listed.add(section.pk)
        before = section.pk if section.pk in listed else before
    return result
