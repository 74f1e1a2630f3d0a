"""How many sections of an article differ from what visitors read, counted in the database for lists."""

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from blog.articles.content import SectionContent
from blog.articles.models import RevisionSection, Section

if TYPE_CHECKING:
    from blog.articles.models import Article


def with_changed_sections(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Add `changed_sections`: how many were added, edited or removed since the live revision (no query).

    A section that only moved is not counted: that the order changed shows in `has_unpublished_changes`.
    """
    same = RevisionSection.objects.filter(
        revision=OuterRef("article__live"), section=OuterRef("pk"), text=OuterRef("digest")
    )
    working = (
        Section.objects.filter(article=OuterRef("pk"), position__isnull=False)
        .exclude(digest=SectionContent().digest)
        .filter(~Exists(same))
    )
    removed = RevisionSection.objects.filter(revision=OuterRef("live"), section__position__isnull=True)
    return articles.annotate(changed_sections=_number(working, "article") + _number(removed, "revision"))


def _number(rows: "QuerySet[Section] | QuerySet[RevisionSection]", group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
