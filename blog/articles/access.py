"""Who may do what with which article."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from blog.articles.models import Article

if TYPE_CHECKING:
    from blog.articles.querysets import ArticleQuerySet

Actor = User | AnonymousUser


def may_write(user: Actor) -> bool:
    """Tell whether the user may begin an article."""
    return user.is_active and user.has_perm("blog.add_article")


def may_edit(user: Actor, article: Article) -> bool:
    """Tell whether the user may change the working copy: their own article, or any with the right to."""
    if not (user.is_active and user.has_perm("blog.change_article")):
        return False
    return article.author_id == user.pk or user.has_perm("blog.change_any_article")


def may_publish(user: Actor, article: Article) -> bool:
    """Tell whether the user may change what visitors see of the article."""
    return may_edit(user, article) and user.has_perm("blog.publish_article")


def may_trash(user: Actor, article: Article) -> bool:
    """Tell whether the user may put the article in the trash: drafts of their own, or with the right to delete."""
    if not may_edit(user, article):
        return False
    return user.has_perm("blog.delete_article") or (article.live_id is None and article.author_id == user.pk)


def editable_by(user: Actor) -> "ArticleQuerySet":
    """Return the articles whose working copy the user may see."""
    if not (user.is_active and user.has_perm("blog.change_article")):
        return Article.objects.none()
    if user.has_perm("blog.change_any_article"):
        return Article.objects.all()
    return Article.objects.filter(author=user.pk)


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
