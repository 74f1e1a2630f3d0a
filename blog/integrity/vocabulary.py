"""The words this site uses: what is no spelling mistake here."""

import time
from collections import Counter
from functools import lru_cache

from blog.articles.models import Article, RevisionSection
from blog.integrity.words import words
from blog.markup.text import plain

# A word counts as the site's own when two other articles use it (must hold for names and coinages).
LEAST_ARTICLES = 2
NEWEST_ARTICLES = 200
# Being a few minutes behind does no harm here: a new coinage is at worst asked about once.
KEPT_SECONDS = 600


def site_words(*, apart_from: Article) -> frozenset[str]:
    """Return the folded words that at least two other of the newest public articles use."""
    counts, by_article = _counted(int(time.monotonic() // KEPT_SECONDS))
    own = by_article.get(apart_from.pk, frozenset())
    return frozenset(word for word, count in counts.items() if count - (word in own) >= LEAST_ARTICLES)


@lru_cache(maxsize=1)
def _counted(period: int) -> tuple[Counter[str], dict[int, frozenset[str]]]:
    newest = Article.objects.public().newest_first().values_list("live_id", flat=True)[:NEWEST_ARTICLES]
    rows = RevisionSection.objects.filter(revision__in=list(newest)).values_list(
        "revision__article_id", "text__heading", "text__body"
    )
    by_article: dict[int, set[str]] = {}
    for article_id, heading, body in rows:
        by_article.setdefault(article_id, set()).update(words(f"{heading} {plain(body)}"))
    counts: Counter[str] = Counter()
    for used in by_article.values():
        counts.update(used)
    return counts, {key: frozenset(used) for key, used in by_article.items()}
