"""An article's address: changed only on purpose, and never without keeping the old promise."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from blog.articles import access, announcements
from blog.articles.models import Article
from blog.permalinks import redirects


@transaction.atomic
def change_slug(article: Article, slug: str, *, by: User, now: datetime | None = None) -> Article:
    """Give the article another slug; an address that was ever public redirects to it for ever.

    Changing the address of an article that was public needs the right to publish.
    Raises PermissionDenied, ValidationError (not a slug, or taken).
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    was_public = article.first_published_at is not None and article.first_published_at <= (
        now or timezone.now()
    )
    access.require(access.may_publish(by, article) if was_public else access.may_edit(by, article))
    if slug == article.slug:
        return article
    old_path, article.slug = article.get_absolute_url(), slug
    article.full_clean(exclude=["tags"])
    article.save(update_fields=["slug"])
    if was_public:
        redirects.move(old_path, article.get_absolute_url())
    announcements.after_commit(announcements.article_moved, article, old_path=old_path)
    return article
