"""The history of an article: its revisions, and bringing one back, whole or one section of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from blog.articles import revisions
from blog.articles.models import Article, Revision, RevisionSection
from blog.lib.slugs import UID_CHARS

REVISIONS_PER_PAGE = 30
# How far back the texts of one section are looked for.
ROWS_SEARCHED = 400


def context(article: Article, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the history page shows; `revision` in the query opens one. Raises Http404."""
    rows = article.revisions.select_related("created_by").order_by("-number")
    page = Paginator(rows, REVISIONS_PER_PAGE).get_page(query.get("p"))
    opened = _revision(article, query["revision"]) if "revision" in query else None
    uid = query.get("section", "")[:UID_CHARS]
    sections = opened.manifest.select_related("text", "section").order_by("position") if opened else []
    return {
        "article": article,
        "title": _("History of “%(title)s”") % {"title": article.title},
        "page": page,
        "opened": opened,
        "sections": sections,
        "uid": uid,
        "texts": _texts_of(article, uid) if uid else [],
    }


def _texts_of(article: Article, uid: str) -> list[RevisionSection]:
    """Return each text a section has had, newest first, as it stood in the last revision that used it."""
    rows = RevisionSection.objects.filter(revision__article=article, section__uid=uid)
    rows = rows.select_related("revision__created_by", "text", "section").order_by("-revision__number")
    texts: dict[str, RevisionSection] = {}
    for row in rows[:ROWS_SEARCHED]:
        texts.setdefault(row.text_id, row)
    return list(texts.values())


def bring_back(article: Article, number: str, uid: str, by: User) -> str:
    """Bring back a revision (or only the section `uid` of it) and say so.

    Raises PermissionDenied, Http404, ValueError where the revision lacks the section.
    """
    revision = _revision(article, number)
    revisions.revert(article, to=revision, by=by, sections={uid} if uid else None)
    said = {"number": revision.number}
    if uid:
        return _("The section is back as it was in revision %(number)d. Publish it when it is right.") % said
    return _("The article is back as it was in revision %(number)d. Visitors see it when you publish.") % said


def _revision(article: Article, number: str) -> Revision:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    revision = article.revisions.filter(number=int(number)).first()
    if revision is None:
        raise Http404
    return revision
