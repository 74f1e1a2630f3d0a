"""What the public may see of comments, written once."""

from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Lower, RowNumber

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

    def thread_starts(self) -> "CommentQuerySet":
        """Keep the comments that begin a thread in which visitors can read something.

        One that was hidden keeps the place of the replies that were not.
        """
        replies = self.model._default_manager.filter(root=OuterRef("pk"), status="approved")
        return self.filter(root__isnull=True).filter(Q(status="approved") | Q(Exists(replies)))

    def in_threads(self, starts: "CommentQuerySet", *, each: int) -> "CommentQuerySet":
        """Keep the first `each` approved comments of every thread that `starts` begins."""
        within = Q(pk__in=starts.values("pk")) | Q(root__in=starts.values("pk"))
        place = Window(
            RowNumber(),
            partition_by=[Coalesce("root_id", "pk")],
            order_by=[F("root_id").asc(nulls_first=True), "submitted_at", "pk"],
        )
        first = self.approved().filter(within).annotate(place=place).filter(place__lte=each)
        return self.filter(pk__in=first.values("pk"))

    def with_reply_counts(self) -> "CommentQuerySet":
        """Read along how many approved replies the thread has that a comment begins."""
        replies = self.model._default_manager.filter(root=OuterRef("pk"), status="approved").order_by()
        counts = replies.values("root").annotate(count=Count("pk")).values("count")
        return self.annotate(reply_count=Coalesce(Subquery(counts), 0))
