"""The site itself and the public side of its authors."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.lib.slugs import SLUG_MAX_CHARS


class CommentMode(models.TextChoices):
    """Whose comments appear before anybody has read them."""

    EVERYTHING_WAITS = "all", _("Everything waits for a moderator")
    FIRST_WAITS = "first", _("The first comment of each confirmed address waits")
    TRUSTED_PASS = "trusted", _("Only trusted writers pass")


class SiteSettings(models.Model):
    """The one row that says who this blog is."""

    THE_ONE = 1

    class Typeface(models.TextChoices):
        SERIF = "serif", _("Serif")
        SANS = "sans", _("Sans serif")

    class Measure(models.TextChoices):
        NARROW = "narrow", _("Narrow (about 58 characters)")
        NORMAL = "normal", _("Normal (about 66 characters)")
        WIDE = "wide", _("Wide (about 76 characters)")

    title = models.CharField(_("title"), max_length=80, default="Octavo")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    about = models.CharField(
        _("footer note"), max_length=300, blank=True, help_text=_("Shown at the foot of every page.")
    )
    accent = models.CharField(
        _("accent by day"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #8c2f2b."))],
    )
    accent_dark = models.CharField(
        _("accent by night"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #ee9d8c."))],
    )
    typeface = models.CharField(
        _("typeface of the text"), max_length=8, choices=Typeface, default=Typeface.SERIF
    )
    measure = models.CharField(_("width of the text"), max_length=8, choices=Measure, default=Measure.NORMAL)
    articles_per_page = models.PositiveSmallIntegerField(
        _("articles per page"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    comment_policy_note = models.CharField(
        _("comment policy"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences shown above the reply form."),
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("comments close after (days)"), null=True, blank=True, help_text=_("Empty: they stay open.")
    )
    comment_mode = models.CharField(
        _("unread comments"),
        max_length=7,
        choices=CommentMode,
        default=CommentMode.EVERYTHING_WAITS,
        help_text=_("Who passes has shown by mail that the address is theirs. An article may differ."),
    )
    comments_wait_after_days = models.PositiveSmallIntegerField(
        _("everything waits after (days)"),
        null=True,
        blank=True,
        help_text=_("On older articles nothing appears unread. Empty: age does not matter."),
    )
    trusted_after_comments = models.PositiveSmallIntegerField(
        _("approved comments that earn trust"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("For a confirmed address none of whose comments was marked as spam within 180 days."),
    )
    flags_return_after = models.PositiveSmallIntegerField(
        _("reports that return a comment to the queue"),
        default=3,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Counted by network, not by click. 0: reports are shown to moderators and do nothing else."
        ),
    )
    filter_hide_one_in = models.PositiveSmallIntegerField(
        _("good comments the filter may hide"),
        choices=[
            (0, _("none: never hide anything")),
            (1000, _("at most 1 in 1000")),
            (500, _("at most 1 in 500")),
            (200, _("at most 1 in 200")),
            (100, _("at most 1 in 100")),
        ],
        default=500,
        help_text=_(
            "Hidden comments lie under “Spam”. The more may be hidden wrongly, the more spam is caught."
        ),
    )
    queue_cap = models.PositiveIntegerField(
        _("waiting comments an hour"),
        default=200,
        validators=[MinValueValidator(10), MaxValueValidator(100_000)],
        help_text=_(
            "When so many new ones wait or lie under “Spam” within an hour, further ones are refused with a "
            "sentence that says so, unless they prove that a browser took its time."
        ),
    )
    network_days = models.PositiveSmallIntegerField(
        _("days a network can be recognised"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("No IP address is ever stored; after so many days not even a code that stands for it."),
    )
    spam_text_days = models.PositiveSmallIntegerField(
        _("days the text of spam is kept"),
        default=60,
        validators=[MinValueValidator(7), MaxValueValidator(3650)],
        help_text=_("After that a fingerprint remains, which the filter needs; nothing can be restored."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(typeface__in=["serif", "sans"]), name="site_settings_typeface"
            ),
            models.CheckConstraint(
                condition=models.Q(measure__in=["narrow", "normal", "wide"]), name="site_settings_measure"
            ),
            models.CheckConstraint(
                condition=models.Q(comment_mode__in=["all", "first", "trusted"]),
                name="site_settings_comment_mode",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = self.THE_ONE
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "SiteSettings":
        """Return the settings in force, the defaults where nobody saved any: one query."""
        return cls.objects.filter(pk=cls.THE_ONE).first() or cls(pk=cls.THE_ONE)


class AuthorProfile(models.Model):
    """How an author appears to readers; the user's own name and address stay private."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="author_profile",
        verbose_name=_("user"),
    )
    display_name = models.CharField(_("name shown to readers"), max_length=80)
    slug = models.SlugField(_("address"), max_length=SLUG_MAX_CHARS, unique=True, allow_unicode=True)
    bio = models.TextField(_("about the author"), max_length=1000, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("author profile")
        verbose_name_plural = _("author profiles")
        ordering = ["display_name", "pk"]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("author-page", args=[self.slug])


class UpkeepRun(models.Model):
    """One run of the upkeep: what it swept, and what went wrong."""

    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    # How many of what were swept, by the name of the job.
    done = models.JSONField(_("swept"), default=dict)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("upkeep")
        verbose_name_plural = _("upkeep")
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"
