"""What the filter has learned, what it thought of each comment, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment

DIGEST_CHARS = 64


class FilterState(models.Model):
    """The one row that holds everything learned from this site's decisions."""

    THE_ONE = 1

    # Of the bytes: tells every process at the cost of one column whether what it holds is still in force.
    digest = models.CharField(max_length=DIGEST_CHARS, blank=True)
    decisions = models.PositiveIntegerField(_("decisions learned"), default=0)
    # How the latest decisions compare with what was thought before, for the landing page.
    spam = models.PositiveIntegerField(default=0)
    caught = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("learned at"), auto_now=True)
    # Last, so that reading the columns before it does not read megabytes along.
    state = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("filter")
        verbose_name_plural = _("filter")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="filter_state_one_row")]

    def __str__(self) -> str:
        return f"{self.decisions} · {self.digest[:12]}"


class FilterOpinion(models.Model):
    """What the filter thought of a comment when it came in; replaced when the writer changes the words."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="filter_opinion"
    )
    # Log odds of spam, from the learned part alone.
    score = models.FloatField(default=0.0)
    # Whether it was sure enough to keep the comment from the queue.
    hides = models.BooleanField(default=False)
    # Drawn to be shown to a person although it would have been hidden.
    is_audit = models.BooleanField(default=False)
    # The nearest earlier decisions as [comment, was spam, likeness from 0 to 1].
    nearest = models.JSONField(default=list)

    class Meta:
        verbose_name = _("opinion of the filter")
        verbose_name_plural = _("opinions of the filter")
        indexes = [
            models.Index(fields=["comment"], condition=models.Q(hides=True), name="filter_opinion_hides")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.score:+.1f}"


class LearnedDecision(models.Model):
    """A decision that was learned: once for a comment, corrected when people change their minds."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="learned_decision")
    is_spam = models.BooleanField()
    # The opinion when the comment came in; before that was kept, the one before the decision was learned.
    score = models.FloatField(default=0.0)
    hides = models.BooleanField(default=False)
    is_audit = models.BooleanField(default=False)
    # What the filter's record of held-out scores holds for this decision.
    held_out_score = models.FloatField(default=0.0)
    learned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("learned decision")
        verbose_name_plural = _("learned decisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["learned_at"], name="learned_decision_at")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {'spam' if self.is_spam else 'good'}"
