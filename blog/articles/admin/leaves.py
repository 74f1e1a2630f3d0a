"""What the article form shows of each section: a leaf, made from a stored section or from what was posted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from blog.articles.content import SectionContent
from blog.articles.drafts import Conflict
from blog.articles.findings import Finding
from blog.articles.forms import BaseSectionFormSet, SectionForm
from blog.articles.manifest import SectionChange
from blog.articles.models import Article, Section
from blog.markup.text import excerpt, plain, word_count
from blog.media.models import Image

LINE_CHARS = 160
# No more of a body is read for its one line: what follows cannot show.
LINE_SOURCE_CHARS = 1_200


@dataclass(frozen=True)
class Leaf:
    """One section on the form. `index` numbers its fields, `base` is the digest it was read with."""

    index: int | str
    content: SectionContent = field(default_factory=SectionContent)
    uid: str = ""
    base: str = ""
    figure: Image | None = None
    kinds: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    errors: Mapping[str, Any] = field(default_factory=dict)
    conflict: Conflict | None = None
    removed: bool = False
    open: bool = False
    number: int | None = None

    @property
    def name(self) -> str:
        """What its fields' names begin with."""
        return f"section-{self.index}"

    @property
    def position(self) -> int | str:
        """The number in the field that orders leaves where there is no script."""
        return self.index + 1 if isinstance(self.index, int) else ""

    @property
    def line(self) -> str:
        """One line of its text, for the closed leaf."""
        return excerpt(plain(self.content.body[:LINE_SOURCE_CHARS]), LINE_CHARS)

    @property
    def words(self) -> int:
        """How many words its body has."""
        return word_count(plain(self.content.body))

    @property
    def their(self) -> str:
        """Digest of the other text in a conflict."""
        return self.conflict.theirs.digest if self.conflict else ""  # type: ignore[attr-defined]


def standing(article: Article) -> QuerySet[Section]:
    """Return the sections of the working copy in their order, figures read along."""
    return article.sections.filter(position__isnull=False).select_related("figure").order_by("position")


def leaves_of(
    sections: Iterable[Section],
    *,
    changes: Iterable[SectionChange] = (),
    findings: Iterable[Finding] = (),
    conflicts: Iterable[Conflict] = (),
    bases: Mapping[str, str] | None = None,
) -> list[Leaf]:
    """Return the leaves of stored sections; one in conflict shows what was typed, with its old base."""
    kinds = {change.section.uid: sorted(change.kinds) for change in changes}
    by_uid: dict[str, list[Finding]] = {}
    for finding in findings:
        by_uid.setdefault(finding.uid, []).append(finding)
    contested = {conflict.uid: conflict for conflict in conflicts}
    leaves = []
    for index, row in enumerate(sections):
        leaf = Leaf(
            index=index,
            content=row.content,
            uid=row.uid,
            base=row.digest,
            figure=row.figure,
            kinds=kinds.get(row.uid, ()),
            findings=by_uid.get(row.uid, ()),
        )
        leaves.append(_contested(leaf, contested.get(row.uid), (bases or {}).get(row.uid, "")))
    return numbered(leaves)


def _contested(leaf: Leaf, conflict: Conflict | None, base: str) -> Leaf:
    if conflict is None:
        return leaf
    yours: SectionContent = conflict.yours  # type: ignore[assignment]
    figure = Image.objects.filter(pk=yours.figure_id).first() if yours.figure_id else None
    return replace(leaf, content=yours, base=base, conflict=conflict, figure=figure, open=True)


def leaves_posted(formset: BaseSectionFormSet) -> list[Leaf]:
    """Return the leaves as they were typed, errors beside their fields: nothing is lost."""
    images = Image.objects.in_bulk({pk for form in formset.forms if (pk := _figure(form))})
    ordered = [form for form in sorted(formset.forms, key=_typed_position) if _is_filled(form)]
    return numbered(_posted(form, index, images) for index, form in enumerate(ordered))


def _is_filled(form: SectionForm) -> bool:
    return any(form[name].value() for name in ("uid", "heading", "body", "figure"))


def _posted(form: SectionForm, index: int, images: Mapping[int, Image]) -> Leaf:
    typed = {name: str(form[name].value() or "") for name in form.fields}
    content = SectionContent(
        typed["heading"], typed["body"], _figure(form), typed["figure_alt"], typed["figure_caption"]
    )
    return Leaf(
        index=index,
        content=content,
        uid=typed["uid"],
        base=typed["base"],
        figure=images.get(_figure(form) or 0),
        errors=form.errors,
        removed=bool(form["DELETE"].value()),
        open=bool(form.errors),
    )


def _figure(form: SectionForm) -> int | None:
    typed = str(form["figure"].value() or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _typed_position(form: SectionForm) -> float:
    typed = str(form["ORDER"].value() or "")
    return float(typed) if typed.isascii() and typed.isdigit() else float("inf")


def numbered(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Give the leaves with a heading the numbers readers see."""
    result, number = [], 0
    for leaf in leaves:
        number += bool(leaf.content.heading)
        result.append(replace(leaf, number=number if leaf.content.heading else None))
    return result
