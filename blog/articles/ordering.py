"""Writing the order of an article's sections."""

from collections.abc import Sequence

from django.db.models import Case, F, IntegerField, Value, When

from blog.articles.models import Article, Section

# Positions move out of the way first, because the uniqueness of a position is checked row by row.
PARKING = 1_000_000


def write_order(article: Article, pks: Sequence[int]) -> None:
    """Give the sections with these keys the positions 0, 1, ... and take all others out of the working copy.

    Three statements however many sections; call inside a transaction.
    """
    article.sections.filter(position__isnull=False).exclude(pk__in=pks).update(position=None)
    article.sections.filter(position__isnull=False).update(position=F("position") + PARKING)
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(pks)]
    if places:
        Section.objects.filter(article=article, pk__in=pks).update(
            position=Case(*places, output_field=IntegerField())
        )
