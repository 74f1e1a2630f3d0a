"""What the article's own page needs of this room: the thread, and the form where comments are open."""

from typing import Any

from django.http import HttpRequest

from blog.articles.models import Article
from blog.comments import posts, submission
from blog.comments.corrections import public_corrections
from blog.comments.corrections import told as corrections_told
from blog.comments.forms import CommentForm
from blog.comments.turning import Thread, page_of_threads, replies_per_section
from blog.lib import shown

__all__ = ["corrections_told", "discussion", "public_corrections", "replies_per_section"]


def discussion(
    request: HttpRequest,
    article: Article,
    *,
    site_days: int | None,
    thread: Thread | None = None,
    section_uid: str = "",
) -> dict[str, Any]:
    """Return `thread` (by default the article's first page: one query) and `comment_form` (None where comments
    are closed) for the templates.

    `site_days`: the site's `comments_close_after_days`. A visitor without a session cookie costs no session
    and gets the same bytes as everybody.
    """
    shown.until(article.comments_close_at(site_days=site_days))
    is_open = submission.is_open(article, site_days=site_days)
    user = posts.writer(request)
    form = CommentForm(article=article, user=user, section_uid=section_uid) if is_open else None
    return {"thread": thread or page_of_threads(article), "comment_form": form}
