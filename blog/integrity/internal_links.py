"""Links that stay on this site: which pages they name, and what stands there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from blog.articles.anchors import RESERVED
from blog.articles.models import Article, RevisionSection, Section
from blog.integrity.subject import Target
from blog.markup.elements import BLOCKS, VOID
from blog.markup.tokens import End, Start, Text, Token
from blog.permalinks.models import Redirect

_ARTICLE = re.compile(r"/articles/([^/]+)/")
_SECTION = re.compile(r"/articles/([^/]+)/s/([^/]+)/")
# Comments and notes have anchors of their own that no manifest lists.
_ELSEWHERE = re.compile(r"c[0-9]+|[nr]-.*")


def addresses_in(tokens: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Yield (address, start, end) of every link in order; offsets count in the running text."""
    at, open_link = 0, ("", 0)
    for token in tokens:
        if isinstance(token, Start) and token.name == "a":
            open_link = (token.attributes.get("href", ""), at)
        elif isinstance(token, End) and token.name == "a":
            yield open_link[0], open_link[1], at
        at += len(token.text) if isinstance(token, Text) else token.name in BLOCKS or token.name in VOID


def page_of(address: str) -> str | None:
    """Return the path of a link within this site ("" for an anchor of the same page), or None for one elsewhere."""
    try:
        parts, own = urlsplit(address), urlsplit(settings.SITE_URL)
    except ValueError:
        return None
    if parts.netloc and parts.netloc.lower() != own.netloc.lower():
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    return unquote(parts.path) if parts.path or not parts.netloc else "/"


def anchor_of(address: str) -> str:
    """Return the anchor a link asks for, or "" where it is none that a section has."""
    fragment = unquote(address.partition("#")[2])
    return "" if fragment in RESERVED or _ELSEWHERE.fullmatch(fragment) else fragment


def targets_of(addresses: Iterable[str]) -> dict[str, Target]:
    """Return what stands at the article and section addresses among some links, by path (at most four queries)."""
    asked = {page: anchor_of(address) for address in addresses if (page := page_of(address))}
    sections = {page: match[2] for page in asked if (match := _SECTION.fullmatch(page))}
    slugs = {page: match[1] for page in asked if (match := _ARTICLE.fullmatch(page))}
    if not (sections or slugs):
        return {}
    moved = set(Redirect.objects.filter(old_path__in=list(asked)).values_list("old_path", flat=True))
    targets = _articles({page: slug for page, slug in slugs.items() if page not in moved})
    targets |= _sections({page: uid for page, uid in sections.items() if page not in moved})
    return _with_anchors(targets, {page for page, anchor in asked.items() if anchor and page in slugs})


def _articles(slugs: dict[str, str]) -> dict[str, Target]:
    if not slugs:
        return {}
    rows = {row.slug: _target(row) for row in _states().filter(slug__in=set(slugs.values()))}
    return {page: rows.get(slug, Target(slug, "missing")) for page, slug in slugs.items()}


def _sections(uids: dict[str, str]) -> dict[str, Target]:
    if not uids:
        return {}
    rows = Section.objects.filter(uid__in=set(uids.values())).values_list("uid", "article")
    homes = dict(rows)
    articles = {row.pk: _target(row) for row in _states().filter(pk__in=set(homes.values()))}
    return {page: articles.get(homes.get(uid, 0), Target(uid, "missing")) for page, uid in uids.items()}


def _states() -> QuerySet[Article]:
    return Article.objects.only("pk", "slug", "title", "status", "live", "publish_at", "expire_at")


def _target(article: Article) -> Target:
    if article.status == Article.Status.TRASHED:
        return Target(article.title, "trashed")
    return Target(article.title, "public" if article.is_public(now=timezone.now()) else "unpublished")


def _with_anchors(targets: dict[str, Target], asked: set[str]) -> dict[str, Target]:
    """Read the anchors of the public pages of which one is asked for: one query."""
    public = {page for page in asked if page in targets and targets[page].state == "public"}
    if not public:
        return targets
    anchors: dict[str, set[str]] = {page: set() for page in public}
    live = Article.objects.public().filter(slug__in=[page.split("/")[2] for page in public]).values("live")
    rows = RevisionSection.objects.filter(revision__in=live).values_list("revision__article__slug", "anchor")
    for slug, anchor in rows:
        anchors.setdefault(f"/articles/{slug}/", set()).add(anchor)
    known = {page: replace(targets[page], anchors=frozenset(anchors[page])) for page in public}
    return {**targets, **known}
