"""Which articles use an image, and where: told to the image library, which does not know articles."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.articles.models import Article, Revision, RevisionSection, Section
from blog.media.usage import Use

# More than an editor reads; counting goes on beyond.
ARTICLES_NAMED = 200


@dataclass
class _Found:
    """What is known of one article's use of an image."""

    places: dict[str, None] = field(default_factory=dict)
    is_live: bool = False
    is_in_working_copy: bool = False
    revisions: set[int] = field(default_factory=set)


def uses_of(image_id: int) -> list[Use]:
    """Return one Use for each article whose working copy or kept revisions show an image (5 queries)."""
    found: dict[int, _Found] = {}
    for article, revision, live in _covers(image_id):
        _note(found, article, _("cover"), revision=revision, is_live=revision == live)
    for article, revision, live, heading in _shown(image_id):
        _note(found, article, _place(heading), revision=revision, is_live=revision == live)
    for article in Article.objects.filter(cover=image_id).values_list("pk", flat=True):
        _note(found, article, _("cover"), is_in_working_copy=True)
    for article, heading in _standing(image_id):
        _note(found, article, _place(heading), is_in_working_copy=True)
    return [_use(article, found[article.pk]) for article in _articles(found)]


def _note(
    found: dict[int, _Found],
    article: int,
    place: str,
    *,
    revision: int | None = None,
    is_live: bool = False,
    is_in_working_copy: bool = False,
) -> None:
    entry = found.setdefault(article, _Found())
    entry.places[place] = None
    entry.is_live |= is_live
    entry.is_in_working_copy |= is_in_working_copy
    if revision is not None:
        entry.revisions.add(revision)


def _covers(image_id: int) -> Iterable[tuple[int, int, int | None]]:
    return Revision.objects.filter(cover=image_id).values_list("article", "pk", "article__live")


def _shown(image_id: int) -> Iterable[tuple[int, int, int | None, str]]:
    rows = RevisionSection.objects.filter(_holds(image_id, "text__"))
    return rows.values_list("revision__article", "revision", "revision__article__live", "text__heading")


def _standing(image_id: int) -> Iterable[tuple[int, str]]:
    rows = Section.objects.filter(_holds(image_id, ""), position__isnull=False)
    return rows.values_list("article", "heading")


def _holds(image_id: int, prefix: str) -> Q:
    return Q(**{f"{prefix}figure": image_id})


def _place(heading: str) -> str:
    return _("section “%(heading)s”") % {"heading": heading} if heading else _("a section without heading")


def _articles(found: dict[int, _Found]) -> Iterable[Article]:
    return Article.objects.filter(pk__in=list(found)[:ARTICLES_NAMED]).order_by("title")


def _use(article: Article, found: _Found) -> Use:
    return Use(
        title=article.title,
        url=reverse("admin:blog_article_change", args=[article.pk]),
        author_id=article.author_id,
        places=tuple(found.places),
        is_live=found.is_live and article.is_public(),
        is_in_working_copy=found.is_in_working_copy,
        revisions=len(found.revisions),
    )
