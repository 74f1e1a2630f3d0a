"""Examining an article's working copy and keeping its findings up to date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from blog.articles.content import sha256_of
from blog.articles.models import Article, Section
from blog.integrity.gathering import subject_of
from blog.integrity.models import Finding
from blog.integrity.policy import Policy
from blog.integrity.registry import Found, Kind, look, rules
from blog.integrity.subject import Subject

# What identifies a finding across checks: rule, section, field, and a digest of the words it is bound to.
Key = tuple[str, int | None, str, str]
_PLACE = ("digest", "start", "end", "before", "marked", "after", "facts")
MOST_OF_ONE_RULE = 200


@transaction.atomic
def examine(
    article: Article, *, arrived: Mapping[str, str] | None = None, now: datetime | None = None
) -> list[Finding]:
    """Check the working copy, keep its open findings up to date, and return them, foreign text first.

    `arrived`: the HTML of sections (by uid) as it came in, before it was sanitised. A finding once called fine is
    not reported again while its words stay the same. Changes no text.
    """
    rows = article.sections.filter(position__isnull=False).select_related("figure").order_by("position")
    sections = list(rows)
    known = list(article.findings.exclude(status=Finding.Status.CUT).select_related("section"))
    subject = subject_of(article, sections, arrived=arrived)
    return keep(article, sections, known, subject, only=Policy().in_use(), now=now or timezone.now())


def keep(
    article: Article,
    sections: Sequence[Section],
    known: Sequence[Finding],
    subject: Subject,
    *,
    only: Iterable[str],
    now: datetime,
) -> list[Finding]:
    """Look at a subject and write what differs from the known findings (open and fine); nothing where nothing does."""
    by_uid = {section.uid: section for section in sections}
    fresh: dict[Key, Finding] = {}
    for found in [*_lasting(known, by_uid), *look(subject, only=only)]:
        row = row_of(article, by_uid.get(found.uid), found, now=now)
        fresh.setdefault(key_of(row), row)
    fine = {key_of(row) for row in known if row.status == Finding.Status.FINE}
    open_rows = {key_of(row): row for row in known if row.status == Finding.Status.OPEN}
    kept = _capped([_kept(open_rows.get(key), row) for key, row in fresh.items() if key not in fine])
    _write(kept, gone=[row for key, row in open_rows.items() if row not in kept])
    order = list(rules())
    places = {section.pk: place for place, section in enumerate(sections)}
    return sorted(
        kept, key=lambda row: (order.index(row.rule), places.get(row.section_id or 0, -1), row.start)
    )


def _lasting(known: Iterable[Finding], by_uid: Mapping[str, Section]) -> Iterable[Found]:
    """Yield what was seen as it came in and still stands in the text."""
    for row in known:
        rule = rules().get(row.rule)
        section = by_uid.get(row.section.uid) if row.section else None
        if rule and rule.lasts and section and row.status == Finding.Status.OPEN:
            found = rule.lasts(section.content, row.found)
            if found:
                yield found


def row_of(article: Article, section: Section | None, found: Found, *, now: datetime) -> Finding:
    """Return the unsaved row of what a rule found."""
    return Finding(
        article=article,
        section=section,
        rule=found.rule,
        is_foreign=rules()[found.rule].kind == Kind.FOREIGN,
        digest=section.digest if section else "",
        field=found.field,
        start=found.start,
        end=found.end,
        before=found.before,
        marked=found.marked,
        after=found.after,
        facts=dict(found.facts),
        bound=bound_of(found),
        found_at=now,
    )


def bound_of(found: Found) -> str:
    """Return the digest of the words that "fine here" would hold for."""
    return sha256_of(found.bound)


def key_of(row: Finding) -> Key:
    """Return what identifies a finding across checks."""
    return row.rule, row.section_id, row.field, row.bound


def _kept(old: Finding | None, new: Finding) -> Finding:
    """Return the row to keep: the old one at its new place, so that it is known since when it stands there."""
    if old is None:
        return new
    old.moved = any(getattr(old, name) != getattr(new, name) for name in _PLACE)  # type: ignore[attr-defined]
    for name in _PLACE:
        setattr(old, name, getattr(new, name))
    return old


def _capped(rows: Sequence[Finding]) -> list[Finding]:
    """Return the rows with at most so many of one rule: a ruined text is not listed word by word."""
    counts: dict[str, int] = {}
    kept = []
    for row in rows:
        counts[row.rule] = counts.get(row.rule, 0) + 1
        if counts[row.rule] <= MOST_OF_ONE_RULE:
            kept.append(row)
    return kept


def _write(kept: Sequence[Finding], *, gone: Sequence[Finding]) -> None:
    if gone:
        Finding.objects.filter(pk__in=[row.pk for row in gone]).delete()
    moved = [row for row in kept if row.pk and getattr(row, "moved", False)]
    if moved:
        Finding.objects.bulk_update(moved, _PLACE, batch_size=80)
    new = [row for row in kept if not row.pk]
    if new:
        Finding.objects.bulk_create(new)
