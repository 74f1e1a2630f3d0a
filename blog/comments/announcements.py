"""What this room announces after a commit; sent only by its verbs, received only by floors above.

comment_received  sender=Comment, comment
comment_decided   sender=Comment, decision, article_ids (set of int: whose visible thread may have changed)
comment_edited    sender=Comment, comment, article_ids (its writer changed the words)
comment_amended   sender=Comment, comment, article_ids, mails_held (how many mails were taken back that said
                  the former words; a moderator changed them)
comments_erased   sender=Comment, article_ids (their writer asked for it)
comments_purged   sender=Comment, article_ids
"""

from typing import Any

from django.db import transaction
from django.dispatch import Signal

from blog.comments.models import Comment

comment_received = Signal()
comment_decided = Signal()
comment_edited = Signal()
comment_amended = Signal()
comments_erased = Signal()
comments_purged = Signal()


def after_commit(signal: Signal, **facts: Any) -> None:
    """Send `signal` once, when the transaction has been committed; a receiver's fault never undoes the
    act.
    """
    transaction.on_commit(lambda: signal.send_robust(sender=Comment, **facts))
