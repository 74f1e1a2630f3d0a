"""Public pages of articles: fetch what the public may see, compose, show. Decisions live in the domain."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from blog.articles import access, lists, reading
from blog.articles.models import Article, Category, RevisionSection, Section, Tag
from blog.articles.querysets import ArticleQuerySet
from blog.comments.page import corrections_told, discussion, public_corrections, replies_per_section
from blog.lib import shown
from blog.lib.http import has_session
from blog.lib.paging import BadCursor, Page, page_of
from blog.site.models import AuthorProfile, SiteSettings

# An archive's lines are short: more of them fit a page than of the lists with decks.
ARCHIVE_PAGE_SIZE = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest articles, the first of them large."""
    site = SiteSettings.current()
    page = _paged(request, Article.objects.public(), size=site.articles_per_page)
    shown.only(shown.ORDER, shown.SHELVES)
    facts = {"site": site, "page": page, "categories": lists.categories()}
    return render(request, "blog/articles/home.html", facts)


@require_safe
@vary_on_cookie
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one article with its thread and the form; the same bytes for every visitor without a session."""
    rows = Article.objects.public()
    rows = rows.for_page(replies=replies_per_section(), corrections=public_corrections())
    article = get_object_or_404(rows, slug=slug)
    site = SiteSettings.current()
    talk = discussion(request, article, site_days=site.comments_close_after_days)
    shown.only(shown.article(article.pk), shown.thread(article.pk), *_neighbours(article))
    facts = {
        "site": site,
        "article": article,
        "reading": reading.reading_of(article),
        "edit_url": _edit_url(request, article),
        "corrections": corrections_told(getattr(article, "corrected", None)),
        **talk,
    }
    response = render(request, "blog/articles/page.html", facts)
    if has_session(request):
        patch_cache_control(response, private=True)
    return response


@require_safe
def section_link(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Lead to where a section stands today; to its article where it stands no more.

    The uid decides, so the link outlives every change of the slug. 302, because a section may come back.
    """
    section = get_object_or_404(Section, uid=uid)
    article = get_object_or_404(Article.objects.public(), pk=section.article_id)
    row = RevisionSection.objects.filter(revision=article.live_id, section=section).first()
    return HttpResponseRedirect(article.get_absolute_url() + (f"#{row.anchor}" if row else ""))


@require_safe
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the articles that bear a tag."""
    tag = get_object_or_404(Tag, slug=slug)
    shown.only(f"tag:{tag.pk}")
    return _list(request, "tag", Article.objects.public().tagged(tag.pk), topic=tag)


@require_safe
def category_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the articles of a category."""
    category = get_object_or_404(Category, slug=slug)
    shown.only(f"category:{category.pk}")
    return _list(request, "category", Article.objects.public().in_category(category.pk), topic=category)


@require_safe
def author_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who an author is and what they wrote; only those who published something have a page."""
    profile = get_object_or_404(AuthorProfile, slug=slug)
    shown.only(f"author:{profile.user_id}")
    return _list(request, "author", Article.objects.public().filter(author=profile.user_id), profile=profile)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Show everything there is as a book's index does: by month, by category, by tag."""
    shown.only(shown.ORDER, shown.SHELVES)
    facts = {"years": lists.years(), "categories": lists.categories(), "tags": lists.tags()}
    return render(request, "blog/articles/archive.html", facts)


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the articles of a year by month."""
    return _period(request, year)


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show the articles of a month."""
    return _period(request, year, month)


def _period(request: HttpRequest, year: int, month: int | None = None) -> HttpResponse:
    try:
        start, end = lists.period(year, month)
    except ValueError as error:
        raise Http404 from error
    articles = Article.objects.public().filter(publish_at__gte=start, publish_at__lt=end)
    page = _paged(request, articles, size=ARCHIVE_PAGE_SIZE)
    shown.only(shown.ORDER)
    if not page.rows:
        raise Http404
    return render(
        request, "blog/articles/period.html", {"page": page, "start": start, "is_month": bool(month)}
    )


def _list(request: HttpRequest, name: str, articles: ArticleQuerySet, **facts: Any) -> HttpResponse:
    """Show a list that exists only while it has a public article: an empty one would tell of hidden ones."""
    site = SiteSettings.current()
    page = _paged(request, articles, size=site.articles_per_page)
    if not page.rows:
        raise Http404
    return render(request, f"blog/articles/{name}.html", {"site": site, "page": page, **facts})


def _paged(request: HttpRequest, articles: ArticleQuerySet, *, size: int) -> Page[Article]:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = page_of(articles.for_cards(), by="publish_at", size=size, before=before, after=after)
    except BadCursor as error:
        raise Http404 from error
    shown.only(*(shown.article(article.pk) for article in page.rows))
    return page


def _neighbours(article: Article) -> list[str]:
    """Return the keys of the articles the page leads on to."""
    beside = (getattr(article, name) for name in ("earlier", "later"))
    return [shown.article(card["id"]) for card in beside if card]


def _edit_url(request: HttpRequest, article: Article) -> str:
    """Return where a signed-in writer edits the article; touches the session only if the visitor has one."""
    if not has_session(request):
        return ""
    user = request.user
    if not (isinstance(user, User) and user.is_staff and access.may_edit(user, article)):
        return ""
    return reverse("admin:blog_article_change", args=[article.pk])
