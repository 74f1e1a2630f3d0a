"""Whose article it is."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.articles import access, announcements
from blog.articles.models import Article
from blog.site.profiles import profile_of


@transaction.atomic
def hand_over(article: Article, *, to: User, by: User) -> Article:
    """Make somebody else the author; the byline changes at once. Needs the right to change any article.

    Raises PermissionDenied, ValidationError where the person may not write.
    """
    article = Article.objects.select_for_update(of=("self",)).select_related("live").get(pk=article.pk)
    access.require(access.may_edit(by, article) and by.has_perm("blog.change_any_article"))
    if article.author_id == to.pk:
        return article
    if not access.may_write(to):
        raise ValidationError(_("%(name)s may not write articles.") % {"name": to}, code="author")
    article.author = to
    profile_of(to)
    article.save(update_fields=["author"])
    if article.status == Article.Status.PUBLISHED:
        announcements.after_commit(
            announcements.article_published, article, revision=article.live, first=False
        )
    return article
