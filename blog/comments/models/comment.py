"""A comment, and the filter's reasons for what it thinks of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article, RevisionSection, Section
from blog.comments.querysets import CommentQuerySet
from blog.markup.safe import safe

BODY_MAX_CHARS = 10_000
NAME_MAX_CHARS = 80
EMAIL_MAX_CHARS = 254
URL_MAX_CHARS = 200
DIGEST_CHARS = 64
CAMPAIGN_CHARS = 16


class Status(models.TextChoices):
    """The human fact about a comment."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")


class Verdict(models.TextChoices):
    """The filter's opinion of a submission; never mixed with the status."""

    HAM = "ham", _("likely good")
    UNSURE = "unsure", _("unsure")
    SPAM = "spam", _("likely spam")


class Comment(models.Model):
    """What a visitor said about an article, or about one of its sections."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="comments", verbose_name=_("article")
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        # Its index begins with it.
        db_index=False,
        related_name="comments",
        verbose_name=_("section"),
    )
    # The section as its readers saw it when this was written: a row of a revision that was live then.
    answered_row = models.ForeignKey(
        RevisionSection, on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="+"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("answers"),
    )
    # Restricted, not protected: an article that goes takes its whole threads along.
    # The comment that began the thread; null for that one itself, so that it can be stored in one statement.
    root = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, db_index=False, related_name="+"
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING)
    author_name = models.CharField(_("name"), max_length=NAME_MAX_CHARS)
    author_email = models.EmailField(_("email"), max_length=EMAIL_MAX_CHARS)
    author_url = models.URLField(_("website"), max_length=URL_MAX_CHARS, blank=True)
    # The account of a signed-in writer: the only identity a badge may be shown for.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = models.TextField(_("comment"), max_length=BODY_MAX_CHARS)
    html = models.TextField(editable=False)
    submitted_at = models.DateTimeField(_("written"))
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Its writer has shown that the address is theirs; typed text alone proves nothing.
    is_proven = models.BooleanField(default=False, editable=False)
    # When the writer last changed it; readers are told.
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # When a moderator last changed it; null while the words are its writer's own. Readers are told.
    amended_at = models.DateTimeField(_("edited by a moderator"), null=True, blank=True, editable=False)
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict, default=Verdict.UNSURE)
    score = models.FloatField(default=0.0, editable=False)
    # Keyed digests instead of an address; see `networks.py`.
    network = models.CharField(max_length=DIGEST_CHARS, blank=True, editable=False)
    body_digest = models.CharField(max_length=DIGEST_CHARS, editable=False)
    # Near-duplicates share a key; see `campaigns.py`.
    campaign = models.CharField(max_length=CAMPAIGN_CHARS, blank=True, editable=False)
    # When the text of old spam was let go; its fingerprints stay. See `retention.py`.
    reduced_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Stored, so that an index gives the queue in its order: likely spam last.
    likely_spam = models.GeneratedField(
        expression=models.Case(
            models.When(verdict="spam", then=models.Value(1)),
            default=models.Value(0),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("moderate_comment", _("Can decide about comments")),
            ("moderate_own_comment", _("Can decide about comments on their own articles")),
        ]
        indexes = [
            models.Index(fields=["article", "status", "submitted_at", "id"], name="comment_thread"),
            models.Index(fields=["status", "-submitted_at", "-id"], name="comment_by_status"),
            models.Index(fields=["network", "submitted_at"], name="comment_by_network"),
            models.Index(fields=["body_digest", "article"], name="comment_same_text"),
            models.Index(Lower("author_email"), "status", "submitted_at", name="comment_by_writer"),
            models.Index(fields=["status", "likely_spam", "submitted_at", "id"], name="comment_queue"),
            models.Index(fields=["campaign", "status", "id"], name="comment_by_campaign"),
            models.Index(
                fields=["submitted_at"],
                condition=models.Q(status="spam", reduced_at__isnull=True),
                name="comment_unreduced_spam",
            ),
            models.Index(
                fields=["article", "submitted_at", "id", "status"],
                condition=models.Q(root__isnull=True),
                name="comment_thread_starts",
            ),
            models.Index(fields=["root", "status", "submitted_at", "id"], name="comment_in_thread"),
            models.Index(fields=["section", "status"], name="comment_by_section"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["pending", "approved", "spam", "trash"]), name="comment_status"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["ham", "unsure", "spam"]), name="comment_verdict"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, root__isnull=True)
                | models.Q(parent__isnull=False, root__isnull=False),
                name="comment_reply_has_root",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comment-permalink", args=[self.pk])

    @property
    def readable(self) -> str:
        """The text as typed; for old spam, whose text was let go, a sentence that says so."""
        if self.reduced_at is None:
            return self.body
        days = (self.reduced_at - (self.decided_at or self.submitted_at)).days
        return gettext("[text removed after %(days)d days]") % {"days": days}

    @property
    def rendered(self) -> SafeString:
        """The body as rendered when it was stored, ready to show."""
        return safe(self.html)


class Reason(models.Model):
    """One piece of evidence behind a verdict: which check, how much it weighed, and what it saw."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reasons")
    check_name = models.CharField(max_length=40)
    weight = models.FloatField()
    evidence = models.CharField(max_length=200, blank=True)
    # The verdict as it would have been had this reason not been there; empty where that was not kept.
    without = models.CharField(max_length=6, choices=Verdict, blank=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["comment", "-weight", "pk"]
        indexes = [models.Index(fields=["check_name", "comment"], name="reason_by_check")]

    def __str__(self) -> str:
        return f"{self.check_name} {self.weight:+.1f}"
