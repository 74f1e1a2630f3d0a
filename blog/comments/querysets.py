"""What the public may see of comments, written once."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from blog.comments.models import Comment  # noqa: F401


class CommentQuerySet(QuerySet["Comment"]):
    """Adjectives say what is kept, `for_*` what is read along."""

    def approved(self) -> "CommentQuerySet":
        """Keep what visitors may read, wherever its article is public."""
        return self.filter(status="approved")

    def pending(self) -> "CommentQuerySet":
        """Keep the moderation queue, oldest first."""
        return self.filter(status="pending").order_by("submitted_at", "pk")

    def for_thread(self) -> "CommentQuerySet":
        """Read what a thread shows, in order of writing (no query of its own for sections or accounts)."""
        return self.select_related("section").order_by("submitted_at", "pk")
