"""What the public may see of comments, written once."""

from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Lower

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

    def typed_under(self, email: str) -> "CommentQuerySet":
        """Keep what was written under an address, in whatever case: typed, and so no proof of anything."""
        return self.alias(writer=Lower("author_email")).filter(writer=Lower(Value(email)))

    def for_thread(self, *, revision: int | None) -> "CommentQuerySet":
        """Read along where each section stands in a revision (`spot`), in order of writing: one query.

        What readers see of a section is its place in the live revision, not the working copy.
        """
        spot = FilteredRelation(
            "section__manifest_rows", condition=Q(section__manifest_rows__revision=revision)
        )
        return self.annotate(spot=spot).order_by("submitted_at", "pk")
