"""What this room announces after a commit; sent only by its verbs, received only by floors above.

article_published    sender=Article, article, revision, first (bool)
article_unpublished  sender=Article, article
article_moved        sender=Article, article, old_path
working_copy_saved   sender=Article, article; after a save also arrived (uid -> HTML as it came in)
"""

from typing import Any

from django.db import transaction
from django.dispatch import Signal

from blog.articles.models import Article

article_published = Signal()
article_unpublished = Signal()
article_moved = Signal()
working_copy_saved = Signal()


def after_commit(signal: Signal, article: Article, **facts: Any) -> None:
    """Send `signal` once, when the transaction has been committed; a receiver's fault never undoes the act."""
    transaction.on_commit(lambda: signal.send_robust(sender=Article, article=article, **facts))
