"""Examining an article's working copy, and settling what was found."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.articles import access, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Section
from blog.integrity.models import Finding, Rule
from blog.integrity.splices import find_splices
from blog.integrity.vocabulary import site_words
from blog.integrity.words import Lexicon
from blog.markup.cutting import cut, running_text

CONTEXT_CHARS = 60


class TextChanged(ValidationError):
    """The section says something else than when the finding was made."""


@transaction.atomic
def examine(article: Article, *, now: datetime | None = None) -> list[Finding]:
    """Check the working copy, keep its open findings up to date, and return them in the order of the text.

    A finding once called fine is not reported again while its words stay the same. Changes no text.
    """
    sections = list(article.sections.filter(position__isnull=False).order_by("position"))
    bodies = {section.pk: running_text(section.body) for section in sections}
    lexicon = Lexicon.for_text("\n\n".join(bodies.values()), site_words=site_words(apart_from=article))
    fine = set(
        article.findings.filter(status=Finding.Status.FINE).values_list("section_id", "marked", "restores")
    )
    article.findings.filter(status=Finding.Status.OPEN).delete()
    found = [
        finding
        for section in sections
        for finding in _splices(section, bodies[section.pk], lexicon, now or timezone.now())
        if (section.pk, finding.marked, finding.restores) not in fine
    ]
    return Finding.objects.bulk_create(found)


def _splices(section: Section, text: str, lexicon: Lexicon, now: datetime) -> Iterator[Finding]:
    for splice in find_splices(text, known=lexicon.known):
        yield Finding(
            article_id=section.article_id,
            section=section,
            rule=Rule.SPLICE,
            digest=section.digest,
            start=splice.start,
            end=splice.end,
            before=text[max(0, splice.start - CONTEXT_CHARS) : splice.start],
            marked=text[splice.start : splice.end],
            after=text[splice.end : splice.end + CONTEXT_CHARS],
            restores=splice.restores,
            found_at=now,
        )


@transaction.atomic
def cut_out(finding: Finding, *, by: User, now: datetime | None = None) -> Article:
    """Cut the marked text out of the working copy; the page changes only when the section is published.

    Raises PermissionDenied, TextChanged where the section was edited since.
    """
    finding = _open(finding, by=by)
    section = finding.section
    if section.digest != finding.digest:
        raise TextChanged(_("This section was changed since it was checked: look at it again."))
    content = SectionContent.canonical(
        heading=section.heading,
        body=cut(section.body, finding.start, finding.end),
        figure_id=section.figure_id,
        figure_alt=section.figure_alt,
        figure_caption=section.figure_caption,
    )
    _settle(finding, Finding.Status.CUT, by=by, now=now)
    draft = SectionDraft(content, uid=section.uid, base=section.digest)
    return working_copy.save(finding.article, by=by, sections=[draft], now=now).article


@transaction.atomic
def call_fine(finding: Finding, *, by: User, now: datetime | None = None) -> None:
    """Remember that the marked text belongs where it stands.

    Raises PermissionDenied, TextChanged where it is settled already.
    """
    _settle(_open(finding, by=by), Finding.Status.FINE, by=by, now=now)


def _open(finding: Finding, *, by: User) -> Finding:
    access.require(access.may_edit(by, finding.article))
    found = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("section", "article")
        .filter(pk=finding.pk)
    )
    current = found.first()
    if current is None or current.status != Finding.Status.OPEN:
        raise TextChanged(_("This finding has been settled already."))
    return current


def _settle(finding: Finding, status: Finding.Status, *, by: User, now: datetime | None) -> None:
    finding.status, finding.settled_by, finding.settled_at = status, by, now or timezone.now()
    finding.save(update_fields=["status", "settled_by", "settled_at"])
