"""Public pages of comments beside the article's own: later pages, a section's discussion, one long thread."""

from typing import Any, TypedDict

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from blog.articles.models import Article, RevisionSection, Section
from blog.comments import posts, section_texts, turning
from blog.comments.models import Comment
from blog.comments.page import discussion
from blog.comments.turning import Thread
from blog.lib.http import has_session
from blog.lib.paging import BadCursor
from blog.site.models import SiteSettings


class Cursor(TypedDict, total=False):
    """Where a page begins or ends."""

    after: str
    before: str


@require_safe
@vary_on_cookie
def article_comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a later page of an article's threads, or the discussion of one section; the first page is the
    article's own.
    """
    article = get_object_or_404(_articles(), slug=slug)
    uid, cursor = request.GET.get("section", ""), _cursor(request)
    section = _section(article, uid) if uid else None
    if not cursor and not section:
        return HttpResponseRedirect(f"{article.get_absolute_url()}#comments")
    try:
        thread = turning.page_of_threads(article, section=section.pk if section else None, **cursor)
    except BadCursor as error:
        raise Http404 from error
    # Nothing is left on it, or all of it is on the first page as well.
    base = reverse("article-comments", args=[article.slug])
    if cursor and not thread.earlier:
        return HttpResponseRedirect(
            f"{base}?section={uid}" if uid else f"{article.get_absolute_url()}#comments"
        )
    facts: dict[str, Any] = {"base": base, "section": section, "row": _row(article, section)}
    # What stands on a page that turning forward leads to as well need not be found twice.
    facts["is_indexed"] = "after" in cursor and not section
    if section:
        facts |= _of_section(article, section, thread, facts["row"])
    return _page(request, article, thread, "blog/comments/later_page.html", facts, section_uid=uid)


@require_safe
@vary_on_cookie
def comment_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one thread by the comment that began it, however long it is."""
    start = get_object_or_404(Comment.objects.filter(root=None), pk=pk)
    article = get_object_or_404(_articles(), pk=start.article_id)
    at, cursor = _at(request, start), _cursor(request)
    try:
        thread = turning.conversation(article, start.pk, at=at, **cursor)
    except BadCursor as error:
        raise Http404 from error
    base = reverse("comment-thread", args=[start.pk])
    if cursor and not thread.earlier:
        return HttpResponseRedirect(base)
    if not thread.entries:
        raise Http404
    facts = {"base": base, "is_conversation": True, "is_indexed": not at and "before" not in cursor}
    return _page(request, article, thread, "blog/comments/later_page.html", facts)


@require_safe
def comment_permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where a comment stands, with what it answers."""
    return HttpResponseRedirect(turning.address_of(_approved(pk)))


@require_safe
def answered_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the section that a comment answered as it stood then, beside what became of it."""
    comment = _approved(pk)
    then = section_texts.answered(comment)
    if then is None:
        raise Http404
    facts = {
        "site": SiteSettings.current(),
        "article": comment.article,
        "comment": comment,
        "then": then,
        "change": section_texts.change_since(comment.article, then),
    }
    return render(request, "blog/comments/answered_section.html", facts)


def _articles() -> Any:
    return Article.objects.public().select_related("live")


def _approved(pk: int) -> Comment:
    comments = Comment.objects.approved().filter(article__in=Article.objects.public())
    return get_object_or_404(comments.select_related("article__live", "root"), pk=pk)


def _cursor(request: HttpRequest) -> Cursor:
    """Return where the page begins or ends, as far as the address says it; the first of the two counts."""
    if request.GET.get("after"):
        return {"after": request.GET["after"]}
    return {"before": request.GET["before"]} if request.GET.get("before") else {}


def _at(request: HttpRequest, start: Comment) -> Comment | None:
    at = request.GET.get("at", "")
    if not at:
        return None
    answered = posts.answered(start.article_id, at, "").parent
    if answered is None or answered.root_id != start.pk:
        raise Http404
    return answered


def _section(article: Article, uid: str) -> Section:
    # The databases do not agree about odd characters in a parameter; no uid has one.
    if not uid.isalnum():
        raise Http404
    return get_object_or_404(Section, uid=uid, article=article)


def _row(article: Article, section: Section | None) -> RevisionSection | None:
    """Return the section as readers see it now."""
    rows = RevisionSection.objects.select_related("text").filter(revision=article.live_id, section=section)
    return rows.first() if section else None


def _of_section(
    article: Article, section: Section, thread: Thread, row: RevisionSection | None
) -> dict[str, Any]:
    """Return what the page of a section says about it; one that readers never saw does not exist."""
    spots = [entry.spot for entry in thread.entries if entry.spot and entry.spot.uid == section.uid]
    if row is None and not spots:
        raise Http404
    count = Comment.objects.approved().filter(article=article, section=section).count()
    old_heading = next((spot.old_heading for spot in spots if spot.old_heading), "")
    return {"section_count": count, "old_heading": old_heading}


def _page(
    request: HttpRequest,
    article: Article,
    thread: Thread,
    template: str,
    facts: dict[str, Any],
    *,
    section_uid: str = "",
) -> HttpResponse:
    site = SiteSettings.current()
    talk = discussion(
        request,
        article,
        site_days=site.comments_close_after_days,
        thread=thread,
        section_uid=section_uid if facts.get("row") else "",
    )
    response = render(request, template, {"site": site, "article": article, **facts, **talk})
    if has_session(request):
        patch_cache_control(response, private=True)
    return response
