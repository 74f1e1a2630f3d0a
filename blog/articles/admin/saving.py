"""From what was posted to the verbs: which parts an editor touched, and what is saved of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from blog.articles import authorship, revisions, working_copy
from blog.articles.addresses import change_slug
from blog.articles.drafts import Conflict, Saved, SectionDraft
from blog.articles.forms import ArticleForm, BaseSectionFormSet, SectionForm
from blog.articles.models import Article, Section
from blog.articles.revisions import Details
from blog.articles.tag_input import store_new
from blog.lib.text import one_line

# Stands for "read with no known text": any stored text differs from it, so nothing is overwritten unseen.
UNKNOWN_BASE = "unknown"


@dataclass
class Posting:
    """The sections as they are to be saved, and what could not be done with them."""

    drafts: list[SectionDraft] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    bases: dict[str, str] = field(default_factory=dict)
    kept_after_all: list[Section] = field(default_factory=list)
    # Which leaf each draft came from, so that what was said of a new leaf can be said of its section.
    origins: list[tuple[SectionDraft, str]] = field(default_factory=list)


@dataclass
class Result:
    """A save as the form needs to know it; `new_uids` maps the index of a new leaf to its section's uid."""

    saved: Saved
    posting: Posting
    new_uids: dict[str, str] = field(default_factory=dict)

    @property
    def conflicts(self) -> list[Conflict]:
        return self.saved.conflicts


@transaction.atomic
def save(form: ArticleForm, formset: BaseSectionFormSet, *, by: User) -> Result:
    """Save what was posted privately: new tags, details, sections, address and author, or nothing at all.

    Raises PermissionDenied, ValidationError.
    """
    rows = _rows_of(form.instance)
    posting = _posting(formset, rows, _ids(form.cleaned_data["order_base"]))
    tags = store_new(form.cleaned_data["tags"])
    wanted, base = _wanted(form)
    saved = working_copy.save(
        wanted,
        by=by,
        tags=tags if base is not None or wanted.pk is None else None,
        sections=posting.drafts,
        removed=posting.removed,
        details_base=base,
    )
    slug = form.cleaned_data["slug"]
    if slug and slug != saved.article.slug:
        saved.article = change_slug(saved.article, slug, by=by)
    author = form.cleaned_data.get("author")
    if author and author.pk != saved.article.author_id:
        saved.article = authorship.hand_over(saved.article, to=author, by=by)
    return Result(saved, posting, _new_uids(saved.article, rows, posting))


def _rows_of(article: Article) -> dict[str, Section]:
    return {row.uid: row for row in article.sections.select_related("updated_by")} if article.pk else {}


def _wanted(form: ArticleForm) -> tuple[Article, str | None]:
    """Return the article to save and the base of its details; None where nobody touched them."""
    wanted = form.wanted()
    if wanted.pk is None:
        return wanted, None
    current = Article.objects.get(pk=wanted.pk)
    data = form.cleaned_data
    base = data["details_base"] or UNKNOWN_BASE
    if data["details_choice"] == "mine" and data["details_their"]:
        base = data["details_their"]
    typed = _typed_details(wanted, [tag.pk for tag in data["tags"]])
    if typed.digest == base or data["details_choice"] == "theirs":
        for name in working_copy.DETAIL_FIELDS:
            setattr(wanted, name, getattr(current, name))
        return wanted, None
    return wanted, base


def _typed_details(article: Article, tag_ids: Sequence[int]) -> Details:
    return Details(
        one_line(article.title),
        one_line(article.excerpt),
        one_line(article.search_description),
        article.cover_id,
        article.category_id,
        tuple(sorted(tag_ids)),
    )


def _posting(formset: BaseSectionFormSet, rows: dict[str, Section], order_base: list[str]) -> Posting:
    posting = Posting()
    for form in formset.kept():
        draft = _draft(form, rows.get(form.cleaned_data["uid"]))
        if draft is not None:
            posting.drafts.append(draft)
            posting.bases[draft.uid] = form.cleaned_data["base"]
            posting.origins.append((draft, str(form.prefix).rpartition("-")[2]))
    bases = {form.cleaned_data.get("uid"): form.cleaned_data.get("base") for form in formset.forms}
    for uid in formset.removed():
        if uid in rows and rows[uid].digest != bases[uid]:
            posting.kept_after_all.append(rows[uid])
        else:
            posting.removed.add(uid)
    posting.drafts = _in_order(posting.drafts, rows, order_base)
    return posting


def _draft(form: SectionForm, row: Section | None) -> SectionDraft | None:
    """Return what to save for one leaf; None for one nobody filled, or somebody else took out meanwhile."""
    data, content = form.cleaned_data, form.content()
    if row is None:
        is_new = not content.is_empty or data["uid"]
        return SectionDraft(content, data["uid"], arrived=form.arrived()) if is_new else None
    base = data["base"] or UNKNOWN_BASE
    if data["choice"] == "mine" and data["their"]:
        base = data["their"]
    untouched = content.digest == base or data["choice"] == "theirs"
    if untouched and row.position is None:
        return None
    arrived = "" if untouched else form.arrived()
    return SectionDraft(row.content if untouched else content, row.uid, base, arrived)


def _in_order(
    drafts: list[SectionDraft], rows: dict[str, Section], order_base: list[str]
) -> list[SectionDraft]:
    """Return the drafts in the posted order, or in today's where this editor moved nothing."""
    posted = [draft.uid for draft in drafts if draft.uid]
    if posted != [uid for uid in order_base if uid in set(posted)]:
        return drafts
    places = {uid: row.position if row.position is not None else -1 for uid, row in rows.items()}
    followers: dict[str, list[SectionDraft]] = {"": []}
    known: list[SectionDraft] = []
    last = ""
    for draft in drafts:
        if draft.uid:
            last = draft.uid
            known.append(draft)
            followers[last] = []
        else:
            followers[last].append(draft)
    known.sort(key=lambda draft: places[draft.uid])
    return followers[""] + [item for draft in known for item in (draft, *followers[draft.uid])]


def _new_uids(article: Article, before: dict[str, Section], posting: Posting) -> dict[str, str]:
    """Return the uids of the sections this save began, by the index of their leaf (stored in drafts' order)."""
    made = article.sections.exclude(uid__in=before).order_by("pk").values_list("uid", flat=True)
    new = [draft for draft in posting.drafts if not draft.uid]
    origin = {id(draft): index for draft, index in posting.origins}
    return {origin[id(draft)]: uid for draft, uid in zip(new, made, strict=True)}


def _ids(text: str) -> list[str]:
    return [uid for uid in text.split(",") if uid]


def details_shown(article: Article) -> str:
    """Return the digest the details on a fresh form were read with."""
    return revisions.details_of(article).digest if article.pk else ""
