"""What the article's own page needs of this room: the thread, and the form where comments are open."""

from typing import Any

from django.http import HttpRequest

from blog.articles.models import Article
from blog.comments import posts, submission
from blog.comments.forms import CommentForm
from blog.comments.threads import thread_of


def discussion(request: HttpRequest, article: Article, *, site_days: int | None) -> dict[str, Any]:
    """Return `thread` and `comment_form` (None where comments are closed) for the templates: one query.

    `site_days`: the site's `comments_close_after_days`. A visitor without a session cookie costs no session
    and gets the same bytes as everybody.
    """
    is_open = submission.is_open(article, site_days=site_days)
    form = CommentForm(article=article, user=posts.writer(request)) if is_open else None
    return {"thread": thread_of(article), "comment_form": form}
