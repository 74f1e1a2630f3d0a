"""What the public may see of articles, written once; and what each page needs of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.utils import timezone

if TYPE_CHECKING:
    from blog.articles.models import Article  # noqa: F401


class ArticleQuerySet(QuerySet["Article"]):
    """Adjectives say what is kept, `for_*` what is read along."""

    def public(self, *, now: datetime | None = None) -> "ArticleQuerySet":
        """Keep what visitors may read at `now`."""
        now = now or timezone.now()
        not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
        return self.filter(not_expired, status="published", live__isnull=False, publish_at__lte=now)

    def scheduled(self, *, now: datetime | None = None) -> "ArticleQuerySet":
        """Keep what becomes public after `now`."""
        return self.filter(status="published", publish_at__gt=now or timezone.now())

    def newest_first(self) -> "ArticleQuerySet":
        """Order by publication, newest first."""
        return self.order_by("-publish_at", "-pk")

    def tagged(self, tag_id: int) -> "ArticleQuerySet":
        """Keep articles whose live revision bears a tag."""
        return self.filter(live__tags=tag_id)

    def in_category(self, category_id: int) -> "ArticleQuerySet":
        """Keep articles whose live revision stands in a category."""
        return self.filter(live__category=category_id)

    def for_cards(self) -> "ArticleQuerySet":
        """Read what a list of articles shows: live revision, cover, category, author's profile, tags (2 queries)."""
        return self.select_related(
            "live__cover", "live__category", "author__author_profile"
        ).prefetch_related("live__tags")

    def for_page(
        self,
        *,
        now: datetime | None = None,
        replies: Combinable | None = None,
        corrections: Combinable | None = None,
    ) -> "ArticleQuerySet":
        """Read what the article's own page shows, neighbours included (3 queries for one article).

        `replies` counts for each row of the manifest what was said about its section; `corrections` are JSON rows
        of what was put right.
        """
        from blog.articles.models import RevisionSection

        manifest = RevisionSection.objects.select_related("text__figure", "section").order_by("position")
        manifest = manifest.annotate(replies=replies or Value(0))
        return (
            self.for_cards()
            .prefetch_related(Prefetch("live__manifest", queryset=manifest))
            .annotate(corrected=corrections or Value(None, output_field=JSONField()))
            .annotate(earlier=self._neighbour(now, later=False), later=self._neighbour(now, later=True))
        )

    def _neighbour(self, now: datetime | None, *, later: bool) -> Subquery:
        from blog.articles.models import Article

        direction, order = ("gt", "") if later else ("lt", "-")
        tie = Q(publish_at=OuterRef("publish_at"), **{f"pk__{direction}": OuterRef("pk")})
        beyond = Q(**{f"publish_at__{direction}": OuterRef("publish_at")}) | tie
        rows = Article.objects.public(now=now).filter(beyond).order_by(f"{order}publish_at", f"{order}pk")
        return Subquery(rows.values(card=JSONObject(id="pk", slug="slug", title="live__title"))[:1])
