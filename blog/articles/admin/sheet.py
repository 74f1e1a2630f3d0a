"""Everything the article form shows, for its three occasions: fresh, returned with errors, contested."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import cached_property

from blog.articles import echoes, findings
from blog.articles.admin.heat import Bar, bars_of
from blog.articles.admin.leaves import Leaf, leaves_of, leaves_posted, standing
from blog.articles.admin.publication import Publication, kinds_in_words
from blog.articles.admin.saving import Result, details_shown
from blog.articles.drafts import Conflict
from blog.articles.echoes import Echoes
from blog.articles.findings import Finding
from blog.articles.forms import ArticleForm, BaseSectionFormSet, ScheduleForm
from blog.articles.models import Article, Category, Revision, Tag
from blog.articles.models.revision import DESCRIPTION_SHOWN_CHARS
from blog.articles.revisions import Details
from blog.articles.section_saving import MAX_SECTIONS
from blog.media.models import Image

RECENT_REVISIONS = 5
TAGS_SUGGESTED = 500


@dataclass
class Sheet:
    """What the template reads."""

    article: Article
    form: ArticleForm
    times: ScheduleForm
    leaves: list[Leaf]
    publication: Publication
    findings: list[Finding] = field(default_factory=list)
    echoes: Echoes = field(default_factory=Echoes)
    details_conflict: Conflict | None = None
    section_errors: list[str] = field(default_factory=list)

    blank = Leaf("__prefix__", open=True)
    max_sections = MAX_SECTIONS
    description_chars = DESCRIPTION_SHOWN_CHARS

    @property
    def spare(self) -> Leaf:
        """An empty leaf after the last, for those who write without script."""
        return Leaf(len(self.leaves), open=True)

    @property
    def total_forms(self) -> int:
        """How many leaves the formset is told of: the spare one counts."""
        return len(self.leaves) + 1

    @property
    def order_base(self) -> str:
        """The order the form was read with."""
        return ",".join(leaf.uid for leaf in self.leaves if leaf.uid)

    @property
    def chosen(self) -> list[tuple[str, str, str]]:
        """What could go live: (uid, heading, how it changed)."""
        return [
            (change.section.uid, change.section.heading, kinds_in_words(change))
            for change in self.publication.changes
        ]

    @property
    def elsewhere(self) -> list[Finding]:
        """Findings about sections that do not stand on the form."""
        standing_uids = {leaf.uid for leaf in self.leaves}
        return [finding for finding in self.findings if finding.uid not in standing_uids]

    @cached_property
    def bars(self) -> list[Bar]:
        """How much each section drew."""
        return bars_of(self.leaves, self.echoes)

    @cached_property
    def tags(self) -> list[str]:
        """Names the tag field suggests."""
        return list(Tag.objects.values_list("name", flat=True)[:TAGS_SUGGESTED])

    @cached_property
    def cover(self) -> Image | None:
        """The image whose number stands in the cover field."""
        typed = str(self.form["cover"].value() or "")
        if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
            return None
        if self.article.cover_id == int(typed):
            return self.article.cover
        return Image.objects.filter(pk=typed).first()

    @cached_property
    def revisions(self) -> list[Revision]:
        """The newest few revisions."""
        if not self.article.pk:
            return []
        return list(
            self.article.revisions.select_related("created_by").order_by("-number")[:RECENT_REVISIONS]
        )

    @property
    def their_details(self) -> dict[str, Any]:
        """The other side of a conflict about the details, in words."""
        if self.details_conflict is None:
            return {}
        theirs: Details = self.details_conflict.theirs  # type: ignore[assignment]
        category = Category.objects.filter(pk=theirs.category_id or 0).first()
        tags = Tag.objects.filter(pk__in=theirs.tag_ids).values_list("name", flat=True)
        return {"digest": theirs.digest, "said": theirs, "category": category, "tags": ", ".join(tags)}


def fresh(article: Article, *, user: User) -> Sheet:
    """Return the form of an article as it is stored, or of a new one with a first empty leaf."""
    is_new = article.pk is None
    initial = {
        "tags": [] if is_new else list(article.tags.all()),
        "details_base": details_shown(article),
    }
    form = ArticleForm(instance=article, user=user, initial=initial)
    return _stored(article, form, user=user)


def contested(form: ArticleForm, result: Result, *, user: User) -> Sheet:
    """Return the form after a save that left conflicts: what was saved as stored, the rest as typed."""
    article = result.saved.article
    details = next((conflict for conflict in result.conflicts if not conflict.uid), None)
    shown = fresh(Article.objects.select_related("live", "author", "cover").get(pk=article.pk), user=user)
    if details is not None:
        base = form.cleaned_data["details_base"]
        form.initial.update(details_base=base)
        shown.form = form
    shown.details_conflict = details
    sections = [conflict for conflict in result.conflicts if conflict.uid]
    shown.leaves = leaves_of(
        standing(article),
        changes=shown.publication.changes,
        findings=shown.findings,
        conflicts=sections,
        bases=result.posting.bases,
    )
    return shown


def returned(form: ArticleForm, formset: BaseSectionFormSet, times: ScheduleForm, *, user: User) -> Sheet:
    """Return the form as it was typed, with what is wrong beside each field; nothing was saved."""
    leaves = leaves_posted(formset)
    errors = [str(error) for error in formset.non_form_errors()]
    publication = Publication.of(form.instance, user=user, total=len(leaves))
    leaves = leaves or [Leaf(0, open=True)]
    return Sheet(form.instance, form, times, leaves, publication, section_errors=errors)


def _stored(article: Article, form: ArticleForm, *, user: User) -> Sheet:
    rows = list(standing(article)) if article.pk else []
    publication = Publication.of(article, user=user, total=len(rows))
    found = findings.for_article(article, user) if article.pk else []
    heard = echoes.for_article(article, user) if article.pk else Echoes()
    leaves = leaves_of(rows, changes=publication.changes, findings=found)
    times = ScheduleForm(initial={"publish_at": article.publish_at, "expire_at": article.expire_at})
    return Sheet(article, form, times, leaves or [Leaf(0, open=True)], publication, found, heard)
