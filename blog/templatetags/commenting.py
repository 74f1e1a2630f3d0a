"""What readers are told about comments where they write one."""

from django import template
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import acquaintance as acquaintances
from blog.comments import policy
from blog.comments.acquaintance import Acquaintance
from blog.comments.commenters import Actor
from blog.site.models import SiteSettings

register = template.Library()


@register.simple_tag
def comment_policy(article: Article, site: SiteSettings) -> str:
    """Return when comments on an article appear and close, in one or two sentences; no query."""
    return policy.sentences(policy.policy_of(article, settings=site), now=timezone.now())


@register.simple_tag
def acquaintance(email: str, user: Actor) -> Acquaintance | None:
    """Return what moderators may know of an address, None for anybody else."""
    return acquaintances.about(email, by=user)
